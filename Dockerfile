# syntax=docker/dockerfile:1
# Build:  docker build -t beleidswijzer .
# Run:    docker run --rm -p 8000:8000 -v beleidswijzer:/data beleidswijzer
#
# torch is installed first, from an index with its CPU builds, which saves gigabytes of CUDA
# libraries. Its version is read from pyproject.toml, the one place where versions are pinned.
# Empty TORCH_INDEX to take torch from the package index that pip is set up for:
#   docker build --build-arg TORCH_INDEX= -t beleidswijzer .

FROM python:3.12-slim AS build
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/beleidswijzer
ENV PATH=/opt/beleidswijzer/bin:$PATH
WORKDIR /build
# Dependencies change less often than code: they are a layer of their own.
COPY pyproject.toml ./
RUN python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > pins.txt \
    && grep '^torch==' pins.txt > torch.txt \
    && pip install --no-deps ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} --requirement torch.txt \
    && pip install --requirement pins.txt
COPY . .
RUN pip install --no-deps . && pip check

FROM python:3.12-slim
COPY --from=build /opt/beleidswijzer /opt/beleidswijzer
RUN useradd --create-home --uid 10001 beleidswijzer \
    && install --directory --owner=beleidswijzer --group=beleidswijzer /data
USER beleidswijzer
# Everything that is kept lies under /data: settings, the library, and the unpacked model.
ENV PATH=/opt/beleidswijzer/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    XDG_CONFIG_HOME=/data \
    XDG_DATA_HOME=/data \
    BELEIDSWIJZER_CACHE=/data/cache
WORKDIR /data
VOLUME /data
EXPOSE 8000
CMD ["beleidswijzer", "demo", "--host", "0.0.0.0", "--port", "8000"]
