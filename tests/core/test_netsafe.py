"""Fetching from addresses that others told us, with real sockets: what is refused, where it connects, when it ends."""

import asyncio
import datetime
import ipaddress
import ssl
from contextlib import asynccontextmanager, suppress

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from studio.core.netsafe import Caps, Policy, SafeTransport, TooLarge, TooSlow, Unsafe, client, is_public

PUBLIC = "93.184.215.14"
FILE = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nbytes"


@asynccontextmanager
async def server(behave, **how):
    """A raw server on this machine; `behave(writer)` decides about each connection. Gives its port and what it saw."""
    seen = []

    async def serve(reader, writer):
        seen.append(await reader.read(65536))
        with suppress(ConnectionError):
            await behave(writer)
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, **how)
    try:
        yield listening.sockets[0].getsockname()[1], seen
    finally:
        listening.close()


def says(answer: bytes):
    async def behave(writer):
        writer.write(answer)
        await writer.drain()

    return behave


def redirects_to(place: str):
    return says(f"HTTP/1.1 302 Found\r\nlocation: {place}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())


class Names:
    """Looks names up in a table; each look-up takes the next answer, the last one stays."""

    def __init__(self, **table):
        self.table = {name.replace("_", "."): list(answers) for name, answers in table.items()}
        self.asked = []

    async def __call__(self, host, port):
        self.asked.append(host)
        if host not in self.table:
            raise OSError("unknown")
        answers = self.table[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Far(httpx.AsyncBaseTransport):
    """Stands for the internet, which tests do not reach: notes who would have been connected to."""

    def __init__(self):
        self.requests = []

    async def handle_async_request(self, request):
        self.requests.append(request)
        return httpx.Response(200, content=b"far")


async def fetched(url: str, *, origins=(), caps=None, **how) -> bytes:
    transport = SafeTransport(Policy.allowing(origins), caps, **how)
    async with client(transport) as fetching:
        return (await fetching.get(url)).content


# Addresses


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_an_address_of_the_internet_is_public_however_it_is_written(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2002:a00:1::", "2001::1", "2001:db8::1", "3fff::1", "fc00::1", "fd00::1", "fe80::1"),
        *("fec0::1", "ff02::1", "100::1", "4000::1"),
    ],
)
def test_every_other_address_is_not(address):
    assert not is_public(ipaddress.ip_address(address))


# What is refused before anything is looked up


@pytest.mark.parametrize(
    ("url", "because"),
    [
        ("http://files.example/a.mp4", "Only https"),
        ("ftp://files.example/a.mp4", "Only https"),
        ("https://files.example:8443/a.mp4", "Only port 443"),
        ("https://files.example:22/", "Only port 443"),
        ("https://files.example@127.0.0.1/a.mp4", "user name"),
        ("https://me:word@files.example/a.mp4", "user name"),
        ("https://2130706433/", "no plain address"),
        ("https://0x7f000001/", "no plain address"),
        ("https://0x7f.1/", "no plain address"),
        ("https://127.1/", "no plain address"),
        ("https://127.0.0.1./", "no plain address"),
        ("https://127.0.0.1/", "private network"),
        ("https://169.254.169.254/latest/meta-data/", "private network"),
        ("https://[::1]/", "private network"),
        ("https://[::ffff:127.0.0.1]/", "private network"),
        ("https://[64:ff9b::7f00:1]/", "private network"),
    ],
)
async def test_what_is_plainly_unsafe_is_refused_without_a_look_up_or_a_connection(url, because):
    names, far = Names(), Far()

    with pytest.raises(Unsafe, match=because):
        await fetched(url, resolve=names, inner=far)

    assert (names.asked, far.requests) == ([], [])


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "https://0177.0.0.1/", "https://999.1.1.1/", "https:///a", "https://[::1", "/a", ""]
)
async def test_what_is_no_address_of_the_web_is_refused_by_httpx_itself(url):
    names, far = Names(), Far()

    with pytest.raises((httpx.InvalidURL, httpx.UnsupportedProtocol, Unsafe)):
        await fetched(url, resolve=names, inner=far)

    assert (names.asked, far.requests) == ([], [])


# Names


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["10.0.0.7"], ["::1"], ["::ffff:127.0.0.1"], ["fe80::1%eth0"], []]
)
async def test_a_name_that_leads_into_a_private_network_is_refused(addresses):
    far = Far()

    with pytest.raises(Unsafe, match="private network|no address"):
        await fetched("https://files.example/", resolve=Names(files_example=[addresses]), inner=far)

    assert far.requests == []


async def test_one_private_address_among_public_ones_spoils_them_all():
    far = Far()

    with pytest.raises(Unsafe, match="private network"):
        await fetched("https://files.example/", resolve=Names(files_example=[[PUBLIC, "127.0.0.1"]]), inner=far)

    assert far.requests == []


async def test_a_name_that_changes_its_answer_is_looked_up_once_and_the_vetted_address_is_connected_to():
    names, far = Names(files_example=[[PUBLIC], ["127.0.0.1"]]), Far()

    assert await fetched("https://files.example/a.mp4?sig=1", resolve=names, inner=far) == b"far"

    [request] = far.requests
    assert names.asked == ["files.example"]
    assert str(request.url) == f"https://{PUBLIC}/a.mp4?sig=1"
    assert request.headers["host"] == "files.example"
    assert request.extensions["sni_hostname"] == "files.example"


async def test_the_second_request_is_judged_anew():
    names, far = Names(files_example=[[PUBLIC], ["127.0.0.1"]]), Far()
    async with client(SafeTransport(resolve=names, inner=far)) as fetching:
        await fetching.get("https://files.example/")
        with pytest.raises(Unsafe):
            await fetching.get("https://files.example/")

    assert len(far.requests) == 1


async def test_a_name_that_nobody_knows_is_a_failed_connection():
    with pytest.raises(httpx.ConnectError, match="could not be looked up"):
        await fetched("https://files.example/", resolve=Names(), inner=Far())


async def test_the_system_looks_names_up():
    with pytest.raises(Unsafe, match="private network"):
        await fetched("https://localhost/")


# Origins of the configuration, and redirects


async def test_an_origin_of_the_configuration_is_fetched_from_and_told_its_own_name():
    async with server(says(FILE)) as (port, seen):
        origin = f"http://store.example:{port}"
        body = await fetched(f"{origin}/a.mp4", origins=[origin], resolve=Names(store_example=[["127.0.0.1"]]))

    assert body == b"bytes"
    assert f"host: store.example:{port}".encode() in seen[0].lower()
    assert b"accept-encoding: identity" in seen[0].lower()


async def test_an_origin_is_its_scheme_its_host_and_its_port():
    async with server(says(FILE)) as (port, seen):
        for other in (f"http://127.0.0.1:{port + 1}", f"https://127.0.0.1:{port}", f"http://127.0.0.2:{port}"):
            with pytest.raises(Unsafe):
                await fetched(f"http://127.0.0.1:{port}/", origins=[other])

    assert seen == []


async def test_where_one_address_does_not_answer_the_next_is_tried():
    async with server(says(FILE)) as (port, _):
        origin = f"http://store.example:{port}"
        names = Names(store_example=[["127.0.0.2", "127.0.0.1"]])
        assert await fetched(origin, origins=[origin], resolve=names) == b"bytes"


@pytest.mark.parametrize(
    "place",
    ["http://127.0.0.1:{secret}/", "https://127.0.0.1:{secret}/", "https://169.254.169.254/", "//127.0.0.1:{secret}/"]
    + ["http://2130706433:{secret}/", "http://me@127.0.0.1:{secret}/", "https://inside.example/"],
)
async def test_a_redirect_to_a_private_place_is_refused(place):
    async with server(says(FILE)) as (secret, touched), server(redirects_to(place.format(secret=secret))) as (port, _):
        origin = f"http://127.0.0.1:{port}"
        with pytest.raises(Unsafe):
            await fetched(origin, origins=[origin], resolve=Names(inside_example=[["10.0.0.1"]]))

    assert touched == []


async def test_a_redirect_within_what_is_allowed_is_followed():
    async with server(says(FILE)) as (port, _), server(redirects_to(f"http://127.0.0.1:{port}/b")) as (first, _):
        origins = [f"http://127.0.0.1:{first}", f"http://127.0.0.1:{port}"]
        assert await fetched(origins[0], origins=origins) == b"bytes"


async def test_redirects_in_a_circle_end():
    async with server(redirects_to("/again")) as (port, seen):
        with pytest.raises(httpx.TooManyRedirects):
            await fetched(f"http://127.0.0.1:{port}/", origins=[f"http://127.0.0.1:{port}"])

    assert len(seen) == 6


# Caps


async def local(behave, caps: Caps) -> bytes:
    async with server(behave) as (port, _):
        return await fetched(f"http://127.0.0.1:{port}/", origins=[f"http://127.0.0.1:{port}"], caps=caps)


async def test_a_file_as_large_as_allowed_comes_whole():
    assert await local(says(FILE), Caps(size=5)) == b"bytes"


async def test_a_file_that_says_it_is_too_large_is_refused_at_once():
    with pytest.raises(TooLarge, match="larger than"):
        await local(says(FILE), Caps(size=4))


async def test_a_file_that_never_ends_is_cut_off():
    async def endless(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    with pytest.raises(TooLarge):
        await local(endless, Caps(size=1 << 20, seconds=10))


async def test_a_drip_that_never_pauses_long_is_given_up_when_the_time_is_up():
    async def drip(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    with pytest.raises(TooSlow):
        await local(drip, Caps(seconds=0.2))


async def test_a_head_that_never_comes_is_given_up():
    async def silent(writer):
        await asyncio.sleep(5)

    with pytest.raises(TooSlow):
        await local(silent, Caps(seconds=0.1))


async def test_a_look_up_that_takes_too_long_is_given_up():
    async def never(host, port):
        await asyncio.sleep(5)

    with pytest.raises(TooSlow):
        await fetched("https://files.example/", resolve=never, inner=Far(), caps=Caps(seconds=0.1))


async def test_a_packed_answer_is_refused_so_that_no_bomb_is_unpacked():
    with pytest.raises(Unsafe, match="packed"):
        await local(says(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nbytes"), Caps())


# TLS


def certificate(name: str, folder) -> tuple[str, str]:
    """A certificate of its own authority for one name. Gives the paths of certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))
    return str(folder / "cert.pem"), str(folder / "key.pem")


@pytest.mark.parametrize(("name", "is_right"), [("store.example", True), ("other.example", False)])
async def test_the_certificate_must_name_the_host_although_an_address_is_connected_to(name, is_right, tmp_path):
    paths = certificate(name, tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(*paths)
    trusting = ssl.create_default_context(cafile=paths[0])
    names = Names(store_example=[["127.0.0.1"]])

    async with server(says(FILE), ssl=serving) as (port, _):
        origin = f"https://store.example:{port}"
        fetching = fetched(origin, origins=[origin], resolve=names, verify=trusting)
        if is_right:
            assert await fetching == b"bytes"
        else:
            with pytest.raises(httpx.ConnectError, match="(?i)certificate"):
                await fetching
