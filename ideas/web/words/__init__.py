"""The sentences of every package: a module each, with ``REFUSALS`` and ``LABELS``.

Refusal codes are ``package.reason``; labels are keyed ``kind.word`` as in ``stage.live``.
"""
