"""A stretch of a clip, and several clips as one: new files with their sources written down. Nothing is overwritten."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from asgiref.sync import sync_to_async

from studio.accounts.models import Project, User
from studio.core import media
from studio.core.media import BadMedia

from . import lineage, store
from .keep import create, put_all, shown_name
from .models import Asset, Origin

FEWEST, MOST = 2, 20  #: clips that are joined


async def trimmed(clip: Asset, span: tuple[int, int], *, exactly: bool, user: User, project: Project) -> Asset:
    """Frames `span`, both shown, as a file of its own. Raises BadMedia; NeedsEncoding where a copy cannot be cut so."""
    with store.workplace() as folder:
        made = await media.trim(store.path_of(clip), clip.facts, span, folder, exactly=exactly)
        name = f"{Path(clip.name).stem[:200]}, frames {span[0]} to {span[1]}"
        return await _kept(made, name, [clip], user=user, project=project)


async def joined(clips: Sequence[Asset], *, exactly: bool, user: User, project: Project) -> Asset:
    """The clips one after another as a file of its own, its picture encoded anew only if `exactly`. Raises BadMedia;
    NeedsEncoding where the clips differ and may not be encoded."""
    if not FEWEST <= len(clips) <= MOST:
        raise BadMedia(f"{FEWEST} to {MOST} clips are joined; {len(clips)} were given. Choose others.")
    with store.workplace() as folder:
        parts = [(store.path_of(clip), clip.facts, None) for clip in clips]
        made, _ = await media.join(parts, folder, may_encode=exactly)
        others = len(clips) - 1
        name = f"{clips[0].name[:200]} and {others} other{'s' if others > 1 else ''}, joined"
        return await _kept(made, name, clips, user=user, project=project)


async def _kept(made: Path, name: str, sources: Sequence[Asset], *, user: User, project: Project) -> Asset:
    """As a result of the person's, without a recipe and for nothing; the same once more is the same file."""
    folder = made.parent
    examined = await media.examine(made, made.name, folder)
    own = {"team_id": sources[0].team_id, "owner": user, "origin": Origin.RESULT, "job_id": None}
    same = own | {"sha256": examined.upright_facts.sha256, "recipe__isnull": True, "binned_at": None}
    known = await Asset.objects.filter(**same).afirst()
    if known is None:
        columns = await asyncio.to_thread(put_all, examined)
        known = await create(own | {"project": project, "name": shown_name(name)} | columns, same)
    await sync_to_async(lineage.note)(known, sources)
    return known
