"""The words in which the schemas of Kling's endpoints are written. They import nothing from the studio."""

BLANK = {"type": "string", "pattern": r"^\{\{.+\}\}$"}
ID = {"const": "{{uuid}}"}
URL_OR_BASE64 = {"type": "string", "minLength": 1, "not": {"pattern": "^data:"}}
URL = {"type": "string", "minLength": 1, "not": {"pattern": "^data:"}}
WATERMARK = {
    "type": "object",
    "properties": {"enabled": {"type": "boolean"}},
    "required": ["enabled"],
    "additionalProperties": False,
}


def text(most: int, least: int = 1) -> dict:
    return {"type": "string", "minLength": least, "maxLength": most}


def number(least: float, most: float) -> dict:
    return {"type": "number", "minimum": least, "maximum": most}


def body(properties: dict, required: tuple[str, ...] = (), **more: object) -> dict:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def listed(item: dict, least: int, most: int) -> dict:
    return {"type": "array", "items": item, "minItems": least, "maxItems": most}


def task(properties: dict, required: tuple[str, ...] = (), *, watermark: bool = True, **more: object) -> dict:
    """An asynchronous task of the older API: it carries our id."""
    common = {"external_task_id": ID, **({"watermark_info": WATERMARK} if watermark else {})}
    return body({**properties, **common}, (*required, "external_task_id"), **more)


def when(condition: dict, then: dict) -> dict:
    """If these fields are like that, then the body is like this."""
    return {"if": {"properties": condition, "required": list(condition)}, "then": then}


def absent(*names: str) -> dict:
    return {"not": {"anyOf": [{"required": [name]} for name in names]}}


def not_both(*names: str) -> dict:
    return {"not": {"required": list(names)}}


def one_of(*names: str) -> dict:
    return {"oneOf": [{"required": [name]} for name in names]}
