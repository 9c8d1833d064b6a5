"""The interface for programs, below ``/api/v1``.

One table says what there is (:mod:`web.api.operations`); what is served, what the OpenAPI document says
and what the documentation says all follow from it.
"""
