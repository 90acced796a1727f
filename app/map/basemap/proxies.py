"""Through which proxy web servers are asked: the system's, none, or one that was typed."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory

from app.settings import PROXY_NONE, PROXY_OWN
from app.translation import tr
from msa_core.errors import UsageError
from msa_core.names import visible

_KINDS = {
    "http": QNetworkProxy.ProxyType.HttpProxy,
    "socks5": QNetworkProxy.ProxyType.Socks5Proxy,
}
DEFAULT_PORTS = {"http": 8080, "socks5": 1080}


def use_proxy(choice: str, address: str) -> None:
    """Ask through this proxy from now on; ``address`` is that of one's ``own``.

    The system's is what the desktop says on Windows and macOS, and the variables ``http_proxy``, ``https_proxy`` and
    ``no_proxy`` elsewhere.

    Raises:
        UsageError: the address is no proxy's.
    """
    own = parse_proxy(address) if choice == PROXY_OWN else QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)
    # One replaces the other: the factory of the system is asked first wherever it is set.
    QNetworkProxyFactory.setUseSystemConfiguration(choice not in (PROXY_NONE, PROXY_OWN))
    if choice in (PROXY_NONE, PROXY_OWN):
        QNetworkProxy.setApplicationProxy(own)


def parse_proxy(address: str) -> QNetworkProxy:
    """``http://host:port``, ``socks5://user:password@host:port`` or ``host:port``. Raises UsageError in a sentence."""
    text = address.strip()
    url = QUrl(text if "://" in text else f"http://{text}", QUrl.ParsingMode.StrictMode)
    kind = _KINDS.get(url.scheme())
    if kind is None or not url.isValid() or not url.host():
        raise UsageError(
            tr(
                "A proxy is named like http://host:8080 or socks5://host:1080, not {address}.",
                address=visible(text) or tr("left empty"),
            )
        )
    port = url.port(DEFAULT_PORTS[url.scheme()])
    return QNetworkProxy(kind, url.host(), port, url.userName(), url.password())
