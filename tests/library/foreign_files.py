"""Files that come from elsewhere, made on the spot: broken, hostile, misnamed, or written by other programs."""

import io
import json
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, PngImagePlugin

from tests.core import making

GRAPH = {
    "3": {"class_type": "KSampler", "inputs": {"seed": 42, "positive": ["6", 0], "negative": ["7", 0]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "dream.safetensors"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse in a storm"}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry"}},
}
WORKFLOW = {"nodes": [{"id": 3, "type": "KSampler"}], "version": 0.4}
INVOKE = {
    "positive_prompt": "a red fox",
    "negative_prompt": "dull",
    "seed": 7,
    "model": {"name": "Juggernaut XL"},
    "app_version": "4.2.0",
}
INVOKE_OLD = {"app_id": "invoke-ai/InvokeAI", "image": {"prompt": "an old fox", "seed": 9}, "model": "stable diffusion"}
PARAMETERS = (
    "a castle, <lora:x:1>\nsecond line\nNegative prompt: fog, rain\n"
    "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 12345, Size: 512x512, Model: v1-5-pruned"
)


def png(**texts: str) -> bytes:
    """A picture with these texts in it."""
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    return saved("PNG", pnginfo=info)


def saved(format: str, shade: int = 0, **how: object) -> bytes:
    data = io.BytesIO()
    making.painting(shade=shade).save(data, format, **how)
    return data.getvalue()


def with_exif(format: str, comment: bytes = b"", **tags: str) -> bytes:
    exif = Image.Exif()
    for name, text in tags.items():
        exif[{"make": 0x010F, "model": 0x0110}[name]] = text
    if comment:
        exif[0x8769] = {0x9286: comment}
    return saved(format, exif=exif.tobytes())


def in_utf16(text: str, order: str = "be") -> bytes:
    return b"UNICODE\0" + text.encode(f"utf-16-{order}")


def packed(files: dict[str, bytes], **how: object) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", **how) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name) if name.endswith("/") else name, content)
    return data.getvalue()


# What is refused

PLAIN = {
    "an empty file": ("clip.mp4", b""),
    "words": ("notes.txt", b"Buy milk, and call Mara."),
    "a web page": ("page.html", b"<!doctype html><script>alert(1)</script>"),
    "a web page called a picture": ("photo.jpg", b"<!doctype html><script>alert(1)</script>"),
    "a script": ("run.sh", b"#!/bin/sh\nrm -rf /\n"),
    "a script called a clip": ("clip.mp4", b"#!/bin/sh\nrm -rf /\n"),
    "a Windows program": ("setup.exe", b"MZ" + bytes(400)),
    "a Windows program called a clip": ("clip.mp4", b"MZ" + bytes(400)),
    "a Linux program": ("tool", b"\x7fELF" + bytes(400)),
    "a PDF": ("paper.pdf", b"%PDF-1.7\n" + bytes(400)),
    "a RAR archive": ("all.rar", b"Rar!\x1a\x07\x00" + bytes(400)),
    "a 7-Zip archive": ("all.7z", b"7z\xbc\xaf\x27\x1c" + bytes(400)),
    "a gzip archive": ("all.tar.gz", b"\x1f\x8b\x08" + bytes(400)),
    "an SVG drawing": ("logo.svg", b"<?xml version='1.0'?><svg onload='x()'/>"),
    "a TIFF picture": ("scan.tif", b"II*\x00" + bytes(400)),
    "a BMP picture": ("old.bmp", b"BM" + bytes(400)),
    "a Photoshop file": ("poster.psd", b"8BPS" + bytes(400)),
    "an AVI video": ("old.avi", b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(400)),
    "a Windows Media file": ("old.wmv", b"\x30\x26\xb2\x75" + bytes(400)),
    "a Flash video": ("old.flv", b"FLV\x01" + bytes(400)),
    "raw AAC sound": ("voice.aac", b"\xff\xf1" + bytes(400)),
    "a Matroska video": ("film.mkv", b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska" + bytes(400)),
    "a HEIC picture": ("photo.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)),
    "a raw camera picture": ("photo.cr3", b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom" + bytes(400)),
    "zeros": ("clip.mp4", bytes(5000)),
    "noise": ("clip.mp4", bytes((n * 73 + 41) % 251 for n in range(5000))),
    "a note of macOS": (".DS_Store", b"\0\0\0\1Bud1"),
    "the other half of a file of macOS": ("__MACOSX/._clip.mp4", b"\0\5\x16\7"),
    "a note of Windows": ("Thumbs.db", b"\xd0\xcf\x11\xe0"),
    "a setting of Windows": ("desktop.ini", b"[.ShellClassInfo]"),
    "a note of a network drive": ("@eaDir/clip.jpg", b"\xff\xd8\xff"),
    "a recipe alone": ("one.recipe.json", b'{"model": "m", "task": "t", "provider": "p", "values": {}}'),
    "other JSON alone": ("package.json", b"{}"),
    "a contact sheet": ("index.html", b"<!doctype html>"),
    "a poster of a contact sheet": ("index_files/00001.webp", b"RIFF"),
    "a picture that claims a billion pixels": ("bomb.png", making.png_that_says(40_000, 40_000)),
    "a picture of one pixel": ("dot.png", making.png_that_says(1, 1)),
    "a name with tags in it": ("<img src=x onerror=alert(1)>.mp4", bytes(100)),
    "a very long name": ("x" * 240 + ".mp4", bytes(100)),
}

SAMPLES = {
    "jpeg": (".jpg", lambda folder: saved("JPEG")),
    "png": (".png", lambda folder: saved("PNG")),
    "webp": (".webp", lambda folder: saved("WEBP")),
    "gif": (".gif", lambda folder: saved("GIF")),
    "mp4": (".mp4", lambda folder: making.film(folder, "mp4").read_bytes()),
    "mov": (".mov", lambda folder: making.film(folder, "mov").read_bytes()),
    "webm": (".webm", lambda folder: making.film(folder, "webm").read_bytes()),
    "wav": (".wav", lambda folder: making.sound(folder, "wav").read_bytes()),
    "flac": (".flac", lambda folder: making.sound(folder, "flac").read_bytes()),
    "m4a": (".m4a", lambda folder: making.sound(folder, "m4a").read_bytes()),
}
"""Whole files of which broken ones are made. MP3 and Ogg may be cut anywhere, and FLAC says nothing of its length: what
stands behind it is taken for noise."""

CUTS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
WRONG_ENDINGS = {"jpeg": ".mp4", "png": ".webm", "webp": ".mp3", "gif": ".jpg", "mp4": ".png", "webm": ".gif"}


def broken(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """(what it is, name, bytes) of files that are each refused."""
    for words, (name, data) in PLAIN.items():
        yield words, name, data
    for format, (suffix, make) in SAMPLES.items():
        whole = make(folder)
        for part in CUTS:
            yield f"{format} cut at {part:.0%}", f"cut{suffix}", whole[: int(len(whole) * part)]
        for words, tail in TAILS.items() if format != "flac" else ():
            yield f"{format} with {words} behind it", f"tail{suffix}", whole + tail
        yield f"{format} without its beginning", f"headless{suffix}", whole[64:]
        yield f"{format} with zeros for a beginning", f"blank{suffix}", bytes(64) + whole[64:]
        if format in WRONG_ENDINGS:
            yield f"{format} by another name", f"renamed{WRONG_ENDINGS[format]}", whole


TAILS = {
    "an archive": making.archive(),
    "a web page": b"<html><script>alert(1)</script></html>",
    "a program": b"MZ" + bytes(300),
}

# Archives


def locked() -> bytes:
    """An archive whose file says that it has a password."""
    data = bytearray(packed({"clip.mp4": bytes(100)}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)


def linked(mode: int = stat.S_IFLNK | 0o777) -> bytes:
    """An archive whose file is a link to /etc/passwd."""
    info = zipfile.ZipInfo("clip.mp4")
    info.create_system, info.external_attr = 3, mode << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return data.getvalue()


def lying(says: int) -> bytes:
    """An archive whose file says another size than it has."""
    data = bytearray(packed({"clip.mp4": bytes(3000)}, compression=zipfile.ZIP_DEFLATED))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + at, says)
    return bytes(data)


def spoiled() -> bytes:
    """An archive whose file does not have the sum that it says."""
    data = bytearray(packed({"clip.mp4": b"a" * 3000}))
    data[200] ^= 0xFF
    return bytes(data)


def method(number: int) -> bytes:
    """An archive whose file is packed in this way."""
    data = bytearray(packed({"clip.mp4": bytes(100)}))
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(signature) + at, number)
    return bytes(data)


ARCHIVES = {
    "a file of zeros a thousand times its size": packed(
        {"bomb.mp4": bytes(20_000_000)}, compression=zipfile.ZIP_DEFLATED
    ),
    "an archive in it": packed({"inner.zip": packed({"clip.mp4": bytes(100)})}),
    "an archive in it by another name": packed({"inner.mp4": packed({"clip.mp4": bytes(100)})}),
    "a password": locked(),
    "a link": linked(),
    "a device": linked(stat.S_IFCHR | 0o666),
    "a name that climbs": packed({"../../etc/cron.d/evil": bytes(100)}),
    "a name that climbs within": packed({"a/../../b.mp4": bytes(100)}),
    "a name that climbs by backslashes": packed({"..\\..\\evil.mp4": bytes(100)}),
    "a name from the root": packed({"/etc/passwd": bytes(100)}),
    "a name from a drive": packed({"C:\\windows\\evil.mp4": bytes(100)}),
    "a name of a thousand letters and more": packed({"x" * 1500 + ".mp4": bytes(100)}),
    "a size that is too small": lying(10),
    "a size that is too large": lying(4_000),
    "a size of 4 GB": lying(0xFFFFFFF0),
    "a wrong sum": spoiled(),
    "an unknown way of packing": method(99),
    "a way of packing that is damaged": method(8),
    "nothing in it": packed({}),
    "only folders in it": packed({"a/": b"", "a/b/": b""}),
    "words in it": packed({"notes.txt": b"Buy milk."}),
    "a name of no letters": packed({"\u202egnp.4pm": bytes(100)}),
    "its end cut off": packed({"clip.mp4": bytes(1000)})[:-30],
    "its beginning alone": packed({"clip.mp4": bytes(1000)})[:100],
    "its middle overwritten": packed({"clip.mp4": bytes(1000)})[:-60] + bytes(60),
}
"""By what is in it or wrong with it: archives of which nothing is taken, and each file or the whole is refused."""


# What other programs wrote

TOLD = {
    "comfyui png": ("c.png", lambda: png(prompt=json.dumps(GRAPH), workflow=json.dumps(WORKFLOW)), "comfyui"),
    "comfyui png, the editor's graph alone": ("c.png", lambda: png(workflow=json.dumps(WORKFLOW)), "comfyui"),
    "comfyui webp": (
        "c.webp",
        lambda: with_exif("WEBP", make=f"workflow:{json.dumps(WORKFLOW)}", model=f"prompt:{json.dumps(GRAPH)}"),
        "comfyui",
    ),
    "invokeai": ("i.png", lambda: png(invokeai_metadata=json.dumps(INVOKE)), "invokeai"),
    "invokeai before 4": ("i.png", lambda: png(**{"sd-metadata": json.dumps(INVOKE_OLD)}), "invokeai"),
    "a1111 png": ("a.png", lambda: png(parameters=PARAMETERS), "a1111"),
    "a1111 jpeg": ("a.jpg", lambda: with_exif("JPEG", in_utf16(PARAMETERS)), "a1111"),
    "a1111 jpeg, the other byte order": ("a.jpg", lambda: with_exif("JPEG", in_utf16(PARAMETERS, "le")), "a1111"),
    "a1111 webp in ASCII": ("a.webp", lambda: with_exif("WEBP", b"ASCII\0\0\0" + PARAMETERS.encode()), "a1111"),
}

CLEAR = {
    "comfyui png": ("a lighthouse in a storm", "blurry", "42", "dream.safetensors"),
    "comfyui webp": ("a lighthouse in a storm", "blurry", "42", "dream.safetensors"),
    "invokeai": ("a red fox", "dull", "7", "Juggernaut XL"),
    "invokeai before 4": ("an old fox", "", "9", "stable diffusion"),
    "a1111 png": ("a castle, <lora:x:1>\nsecond line", "fog, rain", "12345", "v1-5-pruned"),
    "a1111 jpeg": ("a castle, <lora:x:1>\nsecond line", "fog, rain", "12345", "v1-5-pruned"),
    "a1111 jpeg, the other byte order": ("a castle, <lora:x:1>\nsecond line", "fog, rain", "12345", "v1-5-pruned"),
    "a1111 webp in ASCII": ("a castle, <lora:x:1>\nsecond line", "fog, rain", "12345", "v1-5-pruned"),
}
"""Prompt, what is left out, seed, model."""

SILENT = {
    "nothing": lambda: saved("PNG"),
    "a photographer's comment": lambda: png(Comment="Taken at dusk"),
    "parameters that are none": lambda: png(parameters="hello there"),
    "a workflow that is no graph": lambda: png(workflow='{"a": 1}'),
    "a workflow that is no JSON": lambda: png(workflow="{nodes: []", prompt="dusk"),
    "JSON that nests too deep": lambda: png(prompt="[" * 100_000, workflow='{"nodes":' * 50_000),
    "a list": lambda: png(invokeai_metadata="[1, 2]"),
    "null": lambda: png(invokeai_metadata="null", prompt="null", workflow="null"),
    "a camera's make": lambda: with_exif("JPEG", make="Canon", model="EOS: R5"),
    "a comment of zeros": lambda: with_exif("JPEG", b"UNICODE\0" + bytes(40)),
}
"""Pictures that say nothing that is known, and are taken all the same."""
