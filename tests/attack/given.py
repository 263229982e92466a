"""wapiti, given requests instead of its crawl: ``python given.py REQUESTS …`` in its environment.

Its crawl asks every idea, person and filter there is and came to no end; what may differ is one
request of each kind. ``REQUESTS`` is JSON: method, address, and values if it is a form. All further
words are wapiti's own. Its last line says how many requests it sent.
"""

import asyncio
import importlib
import json
import sys
from pathlib import Path
from typing import Any


def main(requests: str) -> None:
    """Run wapiti with its crawl replaced."""
    net = importlib.import_module("wapitiCore.net")
    crawling = importlib.import_module("wapitiCore.net.crawler")
    controller = importlib.import_module("wapitiCore.controller.wapiti")
    told, sent = json.loads(Path(requests).read_text(encoding="utf-8")), 0
    send = crawling.AsyncCrawler.async_send

    async def counted(crawler: Any, *told: Any, **more: Any) -> Any:
        nonlocal sent
        sent += 1
        return await send(crawler, *told, **more)

    async def browse(wapiti: Any, *_: Any, **more: Any) -> None:
        asks = [net.Request(address, method, post_params=form) for method, address, form in told]
        async with crawling.AsyncCrawler.with_configuration(
            wapiti.crawler_configuration
        ) as crawler:
            for ask in asks:
                answer = await crawler.async_send(ask)
                await wapiti.persister.save_request(ask, answer)

    crawling.AsyncCrawler.async_send = counted
    controller.Wapiti.browse = browse
    asyncio.run(importlib.import_module("wapitiCore.main.wapiti").wapiti_main())
    print(f"{sent} requests sent")


if __name__ == "__main__":
    main(sys.argv.pop(1))
