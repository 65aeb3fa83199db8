"""Every command of the window by a stable name, with the JSON schema of its draft. Source: product.md 7 (`do`)."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Any

import msgspec

from inl_logistics.agreements import amending
from inl_logistics.agreements import commands as agreements
from inl_logistics.catalog import bulk as catalog_bulk
from inl_logistics.catalog import commands as catalog
from inl_logistics.catalog import kits as catalog_kits
from inl_logistics.catalog import sizes as catalog_sizes
from inl_logistics.counts import closing as count_closing
from inl_logistics.counts import commands as counts
from inl_logistics.counts import planning as count_planning
from inl_logistics.counts import posting as count_posting
from inl_logistics.counts import scanning as count_scanning
from inl_logistics.counts import sheets as count_sheets
from inl_logistics.handovers import commands as handovers
from inl_logistics.handovers import drafts as handover_drafts
from inl_logistics.handovers import following as handover_following
from inl_logistics.handovers import planned as handovers_planned
from inl_logistics.handovers import returning as handover_returning
from inl_logistics.handovers import reversing as handover_reversing
from inl_logistics.handovers import signing
from inl_logistics.inventory import commands as inventory
from inl_logistics.inventory import correcting, merging, recall
from inl_logistics.inventory import reversing as inventory_reversing
from inl_logistics.kernel.problems import BadInput, UsageFault
from inl_logistics.kits import building as kit_building
from inl_logistics.kits import handing as kit_handing
from inl_logistics.labels import commands as label_commands
from inl_logistics.labels import tags as label_tags
from inl_logistics.outbound import commands as outbound
from inl_logistics.outbound import dispatch, issuing, returning, running, stopping
from inl_logistics.partners import bulk as partner_bulk
from inl_logistics.partners import calendar as partner_calendar
from inl_logistics.partners import commands as partners
from inl_logistics.partners import moving as partner_moving
from inl_logistics.purchasing import amendments, bulk, ending
from inl_logistics.purchasing import commands as purchasing
from inl_logistics.purchasing import planned as purchasing_planned
from inl_logistics.receiving import claims, deciding, inspecting, posting, tallying
from inl_logistics.receiving import commands as receiving
from inl_logistics.receiving import reversing as receiving_reversing
from inl_logistics.register import devicekeys, periods
from inl_logistics.requirements import carrying as requirements_carrying
from inl_logistics.requirements import commands as requirements
from inl_logistics.settings import clauses
from inl_logistics.shipments import commands as shipments
from inl_logistics.shipments import following
from inl_logistics.shipments import packing as shipment_packing
from inl_logistics.transfers import arriving
from inl_logistics.transfers import commands as transfers

Action = Callable[..., Any]

ACTIONS: dict[str, Action] = {
    "agreements.save": agreements.save_agreement,
    "agreements.sign": amending.record_signed,
    "agreements.amend": amending.amend_agreement,
    "agreements.save-project": amending.save_project,
    "agreements.save-clause": amending.save_clause,
    "agreements.save-funds": amending.save_funds,
    "catalog.save": catalog.save_item,
    "catalog.retire": catalog.retire_item,
    "catalog.restore": catalog.restore_item,
    "catalog.change-items": catalog_bulk.change_items,
    "catalog.retire-items": catalog_bulk.retire_items,
    "catalog.restore-items": catalog_bulk.restore_items,
    "catalog.merge": merging.merge_items,
    "catalog.save-size-table": catalog_sizes.save_size_table,
    "catalog.delete-size-table": catalog_sizes.delete_size_table,
    "counts.post": counts.post,
    "inventory.correct-serial": correcting.correct_serial,
    "inventory.quarantine-lot": recall.quarantine_lot,
    "counts.plan": count_planning.save_count,
    "counts.start": count_planning.start_count,
    "counts.cancel": count_planning.cancel_count,
    "counts.scan": count_scanning.scan,
    "counts.quantity": count_scanning.count_quantity,
    "counts.decide": count_scanning.decide,
    "counts.undo": count_scanning.undo_last,
    "counts.sheet": count_sheets.enter_sheet,
    "counts.finish": count_closing.finish_count,
    "counts.reopen": count_closing.reopen_count,
    "counts.recount": count_closing.recount,
    "counts.cause": count_closing.set_cause,
    "counts.post-count": count_posting.post_count,
    "handovers.save": handover_drafts.save_draft,
    "handovers.begin-again": handover_drafts.begin_again,
    "handovers.delete-draft": handover_drafts.delete_draft,
    "handovers.from-plan": handovers_planned.handovers_from_plan,
    "handovers.issue": handovers.issue,
    "handovers.sign": signing.sign,
    "handovers.make-good": handover_following.make_good,
    "handovers.end-shortage": handover_following.end_shortage,
    "handovers.begin-return": handover_returning.begin_return,
    "handovers.return-held": handover_returning.return_held,
    "handovers.void": handovers.void,
    "handovers.refuse": handovers.refuse,
    "handovers.reverse": handover_reversing.reverse,
    "inventory.move": inventory.move,
    "inventory.change-condition": inventory.change_condition,
    "inventory.reverse": inventory_reversing.reverse,
    "kits.save": catalog_kits.save_kit,
    "kits.release": catalog_kits.release_version,
    "kits.discard": catalog_kits.discard_version,
    "kits.retire": catalog_kits.retire_kit,
    "kits.restore": catalog_kits.restore_kit,
    "kits.assemble": kit_building.assemble,
    "kits.complete": kit_building.complete,
    "kits.break-up": kit_building.break_up,
    "kits.put-together": kit_handing.put_together,
    "kits.hand-over": kit_handing.hand_over,
    "kits.transfer": kit_handing.transfer,
    "labels.give": label_commands.make_labels,
    "labels.printed": label_commands.record_print,
    "labels.spoil": label_tags.spoil_tag,
    "outbound.make-run": running.make_run,
    "outbound.issue-run": issuing.issue_run,
    "outbound.save": outbound.save_outbound,
    "outbound.mark-picked": outbound.mark_picked,
    "outbound.dispatch": dispatch.dispatch,
    "outbound.stop": outbound.record_stop,
    "outbound.sign-stop": stopping.sign_stop,
    "outbound.refuse-stop": stopping.refuse_stop,
    "outbound.divert-stop": stopping.divert_stop,
    "outbound.bring-back": returning.bring_back,
    "outbound.reload": returning.reload,
    "outbound.redirect": returning.redirect,
    "outbound.write-off": returning.write_off,
    "outbound.return-copy": outbound.file_return_copy,
    "outbound.return-copies": outbound.file_return_copies,
    "outbound.cancel": outbound.cancel_outbound,
    "partners.change-partners": partner_bulk.change_partners,
    "partners.restore-partners": partner_bulk.restore_partners,
    "partners.retire-partners": partner_bulk.retire_partners,
    "partners.move": partner_moving.move_partners,
    "partners.restore": partners.restore_partner,
    "partners.restore-person": partners.restore_person,
    "partners.retire": partners.retire_partner,
    "partners.retire-person": partners.retire_person,
    "partners.save": partners.save_partner,
    "partners.save-person": partners.save_person,
    "partners.save-store": partners.save_store,
    "partners.record-vetting": partners.record_vetting,
    "partners.renew-vettings": partner_calendar.renew_vettings,
    "periods.close": periods.close,
    "purchasing.save": purchasing.save_order,
    "purchasing.amend": amendments.amend_order,
    "purchasing.move-lines": amendments.move_lines,
    "purchasing.cancel-lines": amendments.cancel_lines,
    "purchasing.from-plan": purchasing_planned.order_from_plan,
    "purchasing.place": purchasing.place_order,
    "purchasing.place-all": bulk.place_orders,
    "purchasing.move-orders": bulk.move_orders,
    "purchasing.short-close": ending.short_close_order,
    "purchasing.close": ending.close_order,
    "purchasing.close-all": bulk.close_orders,
    "purchasing.cancel": ending.cancel_order,
    "receiving.start": receiving.start,
    "receiving.scan": receiving.scan,
    "receiving.decide": deciding.decide,
    "receiving.add-wrong": deciding.add_wrong,
    "receiving.undo-scan": receiving.undo_scan,
    "receiving.undo-last": receiving.undo_last,
    "receiving.correct": tallying.correct,
    "receiving.tally": tallying.enter_tally,
    "receiving.inspect": inspecting.inspect,
    "receiving.claim": claims.claim,
    "receiving.note-claim": claims.note_claim,
    "receiving.settle": claims.settle,
    "receiving.open-again": claims.open_again,
    "receiving.pause": receiving.pause,
    "receiving.abandon": receiving.abandon,
    "receiving.post": posting.post,
    "receiving.reverse": receiving_reversing.reverse,
    "register.withdraw-key": devicekeys.withdraw_key,
    "requirements.save": requirements.save_requirement,
    "requirements.submit": requirements.submit,
    "requirements.decide": requirements.decide,
    "requirements.reopen": requirements.reopen,
    "requirements.cancel": requirements.cancel,
    "requirements.reserve": requirements_carrying.reserve,
    "settings.save-clauses": clauses.save_clauses,
    "settings.approve-clauses": clauses.approve_clauses,
    "shipments.save": shipments.save_shipment,
    "shipments.book": shipments.book_shipment,
    "shipments.pack": shipment_packing.save_packing,
    "shipments.milestone": following.set_milestone,
    "shipments.milestones": following.set_milestones,
    "shipments.paper": following.set_paper,
    "shipments.cancel": shipments.cancel_shipment,
    "transfers.save": transfers.save_transfer,
    "transfers.send": transfers.send,
    "transfers.receive": arriving.receive,
    "transfers.receive-all": arriving.receive_all,
    "transfers.send-back": arriving.send_back,
    "transfers.write-off": arriving.write_off,
    "transfers.cancel": transfers.cancel_transfer,
}


def parameters(name: str) -> dict[str, Any]:
    """Return the parameters of a command with their types. Raises: UsageFault("no-such-command")."""
    if name not in ACTIONS:
        raise UsageFault("no-such-command", name=name)
    hints = typing.get_type_hints(ACTIONS[name])
    given = inspect.signature(ACTIONS[name]).parameters
    return {one: hints[one] for one in given if one not in ("session", "by", "at")}


def arguments(name: str, raw: bytes, *, file: str) -> dict[str, Any]:
    """Read a command's JSON: the draft itself, or an object of its parameters. Raises: BadInput("bad-json")."""
    wanted = parameters(name)
    try:
        if list(wanted) == ["draft"]:
            return {"draft": msgspec.json.decode(raw, type=wanted["draft"])}
        values = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        unknown = values.keys() - wanted.keys()
        if unknown:
            raise BadInput("bad-json", file=file, cause=f"unknown field {min(unknown)}")
        return {one: msgspec.json.decode(value, type=wanted[one]) for one, value in values.items()}
    except msgspec.MsgspecError as cause:
        raise BadInput("bad-json", file=file, cause=cause) from cause


def schema(name: str) -> dict[str, Any]:
    """Return the JSON schema of a command's file."""
    wanted = parameters(name)
    if list(wanted) == ["draft"]:
        return msgspec.json.schema(wanted["draft"])
    schemas, components = msgspec.json.schema_components(list(wanted.values()))
    properties = dict(zip(wanted, schemas, strict=True))
    return {"type": "object", "properties": properties, "$defs": components}
