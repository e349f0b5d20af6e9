"""GET and PUT /api/admin/catalog  what the studio offers, edited by its owner; instructors their own hours."""

from starlette.responses import Response

from lib.actions.edit_catalog import CatalogWish, edit_catalog, try_catalog
from lib.actions.ports import Outside
from lib.actions.see_catalog import CatalogAsk, see_catalog
from lib.web.afterwards import see_to_mapping
from lib.web.allowances import allowed
from lib.web.answers import json_answer
from lib.web.auth import changing_staff, reading_staff
from lib.web.endpoint import endpoint
from lib.web.messages.catalog_edits import (
    CatalogMessage,
    CatalogQuery,
    EditedMessage,
    catalog_message,
    edited_message,
    expected_tag,
    pointing_at_mistakes,
)
from lib.web.request import Request


async def show(request: Request, outside: Outside) -> Response:
    staff = reading_staff(request, outside)
    query = request.ask(CatalogQuery)
    part = query.part or ""
    seen = await see_catalog(CatalogAsk(staff, part), outside, previous=query.previous is not None)
    return json_answer(CatalogMessage, catalog_message(part, seen), headers={"etag": f'"{seen.tag}"'})


@allowed(kilobytes=256)
async def change(request: Request, outside: Outside) -> Response:
    staff = changing_staff(request, outside)
    query = request.ask(CatalogQuery)
    part = query.part or ""
    wish = CatalogWish(CatalogAsk(staff, part), request.whole_document, expected_tag(request))
    with pointing_at_mistakes():
        edited = await (try_catalog if query.dry_run else edit_catalog)(wish, outside)
    answer = json_answer(EditedMessage, edited_message(part, edited), headers={"etag": f'"{edited.content.tag}"'})
    if edited.maps_anew:
        see_to_mapping(answer, outside)
    return answer


app = endpoint(GET=show, PUT=change)
