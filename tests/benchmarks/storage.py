"""Benchmarks of the storage: search, lists, posting, stock questions, proof, size."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from inl_logistics.database.engine import DATABASE_FILE
from inl_logistics.inventory import queries as inventory
from inl_logistics.inventory import stock
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.ledger import proof
from inl_logistics.search import queries as search
from inl_logistics.verification import verify
from tests.benchmarks import starting
from tests.benchmarks.data import BATCH, Big, build, move, receive
from tests.benchmarks.measure import Result, timed
from tests.builders import TODAY


def run(folder: Path, units: int) -> Iterator[Result]:
    """Build the post and measure."""
    start = time.perf_counter()
    big = build(folder, units)
    spent = time.perf_counter() - start
    movements = _scalar(big, "SELECT count(*) FROM movement")
    yield Result(
        "filling, a unit", spent * 1000 / units, spent * 1000 / units, None, "–", note=f"({movements:,} movements)"
    )
    yield from _search(big)
    yield from _lists(big)
    yield from _posting(big)
    yield from _questions(big)
    yield from _proof(big)
    yield from starting.run(folder)
    big.work.close()
    size = (folder / DATABASE_FILE).stat().st_size / units
    yield Result("size", size, size, None, "≤ 700 bytes a unit", unit="bytes")


def _scalar(big: Big, sql: str, **values: object) -> int:
    return int(big.work.read(lambda session: session.execute(text(sql), values).scalar_one()))


def _search(big: Big) -> Iterator[Result]:
    chance = random.Random(3)
    texts = [f"{chance.randrange(big.units):09d}"[-length:] for length in (3, 4, 5, 6, 7, 8) for _ in range(10)]

    def ours() -> None:
        big.work.read(search.hits, texts[chance.randrange(len(texts))])

    def floor() -> None:
        typed = texts[chance.randrange(len(texts))]
        big.work.read(
            lambda session: session.connection().exec_driver_sql(
                "SELECT u.id, u.serial, i.name, p.place_id FROM (SELECT rowid AS id FROM unit_search WHERE unit_search MATCH ?"
                " ORDER BY rowid LIMIT 50) f CROSS JOIN unit u ON u.id = f.id CROSS JOIN item i ON i.id = u.item_id"
                " LEFT JOIN position p ON p.unit_id = u.id",
                (f'"{typed}"',),
            ).all()
        )  # fmt: skip

    median, p95 = timed(ours, times=200, warm=20)
    base, _high = timed(floor, times=200, warm=20)
    yield Result("search, 3–8 characters, data alone", median, p95, base, "p95 ≤ 3 ms", 3)


def _lists(big: Big) -> Iterator[Result]:
    listing = big.work.read(stock.keys, ListQuery(group="category"), today=TODAY)
    median, p95 = timed(lambda: big.work.read(stock.keys, ListQuery(group="category"), today=TODAY))
    yield Result("stock list, keys grouped", median, p95, None, "≤ 100 ms", note=f"({len(listing.keys):,} rows)")
    median, p95 = timed(lambda: big.work.read(stock.rows, listing.keys[:100]))
    yield Result("stock list, a page of rows", median, p95, None, "≤ 100 ms")
    wide = ListQuery(filters={"custody": frozenset({"ours", "partners"})})
    count = len(big.work.read(stock.keys, wide, today=TODAY).keys)
    median, p95 = timed(lambda: big.work.read(stock.keys, wide, today=TODAY))
    yield Result("stock with partners, keys", median, p95, None, "≤ 100 ms", note=f"({count:,} rows)")
    yield from _past_lists(big)
    item = big.items[5][1]
    median, p95 = timed(lambda: big.work.read(inventory.serials, item, limit=100))
    yield Result("serials of an item, first page", median, p95, None, "≤ 50 ms")


def _past_lists(big: Big) -> Iterator[Result]:
    """Ageing, the counts beside the filters, and the list as of a day inside and at the end of a year."""
    median, p95 = timed(lambda: big.work.read(stock.keys, ListQuery(group="age"), today=TODAY))
    yield Result("stock list, grouped by age", median, p95, None, "≤ 100 ms")
    median, p95 = timed(lambda: big.work.read(stock.facets, ListQuery(), today=TODAY))
    yield Result("counts beside the stock filters", median, p95, None, "≤ 100 ms")
    for days, target in ((30, "≤ 300 ms"), (180, "≤ 300 ms"), (380, "≤ 1,500 ms")):
        asked = ListQuery(filters={"day": frozenset({(TODAY - timedelta(days=days)).isoformat()})})
        listing = big.work.read(stock.keys, asked, today=TODAY)
        median, p95 = timed(lambda query=asked: big.work.read(stock.keys, query, today=TODAY), times=5)  # type: ignore[misc]
        yield Result(
            f"stock list as of {days} days ago, keys", median, p95, None, target, note=f"({len(listing.keys):,} rows)"
        )
        day = TODAY - timedelta(days=days)
        shown = listing.keys[:100]
        median, p95 = timed(lambda keys=shown, on=day: big.work.read(stock.rows, keys, day=on), times=5)  # type: ignore[misc]
        yield Result(f"stock list as of {days} days ago, a page", median, p95, None, "≤ 100 ms")


def _posting(big: Big) -> Iterator[Result]:
    counter = iter(range(10_000))

    def ours() -> None:
        run_number = next(counter)
        big.work.write(receive, big, [f"NEW{run_number:03d}{n:06d}" for n in range(BATCH)], TODAY, 3)

    def floor() -> None:
        run_number = next(counter)
        big.work.write(_raw_receive, big, [f"RAW{run_number:03d}{n:06d}" for n in range(BATCH)])

    median, p95 = timed(ours, times=9, warm=2)
    base, _high = timed(floor, times=9, warm=2)
    yield Result("post a receipt of 2,000 serials", median, p95, base, "≤ 150 ms", 4)
    first = _scalar(big, "SELECT max(id) - 2000 FROM unit WHERE serial LIKE 'NEW%'")
    bins = iter(range(10_000))
    median, p95 = timed(lambda: big.work.write(move, big, first, BATCH, TODAY, next(bins) % 2, 0), times=9, warm=2)
    yield Result("post a transfer of 2,000", median, p95, base, "≤ 100 ms", 3)


def _raw_receive(session: object, big: Big, serials: list[str], *, by: object, at: object) -> None:
    """The same rows by executemany, with no check; rolled back with the savepoint."""
    driver = session.connection().exec_driver_sql  # type: ignore[attr-defined]
    item_id, chosen, layer, model = big.items[3]
    driver("SAVEPOINT floor")
    first = driver("SELECT max(id) + 1 FROM unit").scalar_one()
    base = driver("SELECT max(id) + 1 FROM movement").scalar_one()
    rows = [
        (first + n, serial.encode()[-12:] + b"0000", item_id, chosen, layer, model, serial, serial, serial)
        for n, serial in enumerate(serials)
    ]
    driver("INSERT INTO unit (id, uid, item_id, variant_id, layer_id, model_id, serial, folded, lookalike)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)  # fmt: skip
    driver("INSERT INTO unit_search (rowid, serial) VALUES (?, ?)", [(row[0], row[6]) for row in rows])
    place = big.bins[3]
    driver("INSERT INTO movement VALUES (?, 1, ?, ?, ?, ?, 1, ?, ?, 'new', 'new', 'available', 'available', 'usg', 'usg', '2026-11-24', NULL)",
           [(base + n, -n - 1, item_id, layer, row[0], big.vendor, place) for n, row in enumerate(rows)])  # fmt: skip
    driver("INSERT INTO position VALUES (?, ?, ?, 'new', 'available', 'usg', '2026-11-24', ?)",
           [(row[0], place, item_id, base + n) for n, row in enumerate(rows)])  # fmt: skip
    driver("ROLLBACK TO floor")


def _questions(big: Big) -> Iterator[Result]:
    on_hand = (
        "SELECT b.item_id, p.store_id, sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id"
        " WHERE b.real = 1 AND b.quantity > 0 AND p.kind = 'bin' GROUP BY 1, 2"
    )
    median, p95 = timed(lambda: big.work.read(lambda s: s.execute(text(on_hand)).all()))
    yield Result("on hand by item and store", median, p95, None, "≤ 10 ms")
    unit = big.units // 2
    median, p95 = timed(lambda: big.work.read(inventory.biography, unit), times=50)
    yield Result("a serial's biography", median, p95, None, "≤ 2 ms")
    scan = "SELECT total(quantity) FROM movement NOT INDEXED"
    base, _high = timed(lambda: big.work.read(lambda s: s.execute(text(scan)).scalar()), times=3)
    for days, target in ((30, "≤ 300 ms"), (300, "≤ 300 ms")):
        median, p95 = timed(lambda back=days: big.work.read(inventory.as_of, TODAY - timedelta(days=back)), times=3)  # type: ignore[misc]
        yield Result(f"everything as of {days} days ago", median, p95, base, target, 4)


def _proof(big: Big) -> Iterator[Result]:
    group = "SELECT item_id, from_place_id, to_place_id, sum(quantity) FROM movement GROUP BY 1, 2, 3"
    base, _high = timed(lambda: big.work.read(lambda s: s.execute(text(group)).all()), times=3)
    median, p95 = timed(lambda: big.work.read(proof.differences), times=3, warm=0)
    yield Result("prove every balance and position", median, p95, base, "≤ 6 s", 3)
    median, p95 = timed(lambda: big.work.read(verify), times=1, warm=0)
    yield Result("the whole proof, chains and trail too", median, p95, base, "≤ 6 s", 3)
