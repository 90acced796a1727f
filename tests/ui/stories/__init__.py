"""What a person does with the window, story by story; AssertionError when the window does something else.

A story gets the desk and a folder for pictures. Each leaves the demo archive open with an answer, up to those at the
end that open others.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.ui.desk import Desk
from tests.ui.stories import (
    abroad,
    asking,
    dropping,
    elsewhere,
    indexing,
    keeping,
    learning,
    maps,
    pictures,
    pixels,
    places,
)

Story = Callable[[Desk, Path], None]


def the_archive_is_there(desk: Desk, _out: Path) -> None:
    """The rasters of the archive are listed, and their tiles are ready."""
    desk.wait("session.archive.index", lambda found: found is not None)
    desk.wait("archive_model.rowCount", lambda count: count > 1)


STORIES: tuple[Story, ...] = (
    the_archive_is_there,
    asking.words_are_searched,
    places.places_are_walked_by_mouse_and_keys,
    places.it_is_explained,
    maps.the_map_is_moved,
    places.the_cut_is_dragged,
    asking.a_weight_is_typed,
    asking.words_are_avoided,
    asking.dates_and_rasters_narrow,
    asking.a_box_is_drawn,
    asking.an_area_is_drawn,
    asking.earlier_questions_come_back,
    asking.nothing_is_found_for_nonsense,
    places.the_list_is_arranged,
    places.the_drawer_is_opened,
    places.places_are_reviewed,
    learning.what_was_done_is_undone_and_done_again,
    places.places_are_saved_in_every_format,
    places.a_search_is_kept_as_evidence,
    pictures.pictures_for_readme_are_taken,
    maps.coordinates_are_typed,
    maps.the_map_is_drawn_in_another_crs,
    maps.layers_are_shown_and_ordered,
    maps.lengths_are_measured_and_places_identified,
    maps.a_basemap_of_a_file_lies_below,
    maps.a_basemap_of_a_server_is_asked_only_when_it_is_on,
    keeping.the_theme_is_changed,
    keeping.the_guide_and_the_menus_are_opened,
    keeping.settings_and_log_are_opened,
    learning.the_models_are_listed,
    dropping.a_picture_is_described,
    dropping.areas_become_chips,
    dropping.wrong_files_change_nothing,
    dropping.a_raster_joins_what_is_open,
    keeping.searches_are_saved,
    learning.searches_are_counted_in_areas,
    learning.models_are_compared,
    keeping.a_project_is_opened_by_a_second_start,
    learning.the_model_is_taught,
    elsewhere.embeddings_made_elsewhere_are_searched_by_example,
    abroad.the_window_is_german,
    indexing.an_archive_is_indexed_and_searched_meanwhile,
    indexing.what_is_new_is_told,
    indexing.what_cannot_be_used_is_shown_and_tried_again,
    pixels.known_colours_lie_at_known_places,
    pixels.real_rasters_are_drawn_as_they_are,
    pixels.real_rasters_are_searched,
)
