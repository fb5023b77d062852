"""Every fault that was once found by trying, with the tests that hold its right value: an index.

A case is said as what happened then. `tests/test_cases.py` looks whether each of the tests is there; the
promises themselves, and where they hold, stand in SECURITY.md.
"""

from __future__ import annotations

CASES: dict[str, tuple[str, ...]] = {
    # who chooses the key, and what runs as staff
    "the line of a submission was a path, and its course's tests ran as staff": ("test_the_line_of_a_submission_is_an_id_and_never_a_path",),
    "a folder named like the id lay in the submission, also where the command named it": ("test_an_id_of_the_command_is_not_looked_up_where_the_submission_lies",),
    "the working folder was searched for assignments though nobody named one": ("test_the_line_of_a_submission_is_an_id_and_never_a_path",),
    "a course's tests ran though the command had not named the course": ("test_the_tests_of_a_course_run_only_where_the_command_names_them",),
    "a forged kit gave the key, and the JSON did not say so": ("test_a_key_from_a_kit_beside_the_submission_is_told", "test_a_submission_of_another_assignment_does_not_take_the_kit", "test_a_report_says_who_chose_its_key"),
    "modules named like ours lay in the working folder, the submission's or PYTHONPATH": ("test_no_module_comes_from_where_a_submission_lies", "test_other_entries_of_the_path_serve_as_ever"),
    "the processes of a class took modules from the working folder, on Python 3.10 too": ("test_the_processes_of_a_class_take_no_module_from_the_working_folder",),
    "`python -m grader` ran a package of the working folder without a word": ("test_who_starts_it_as_a_module_where_it_lies_is_warned",),
    "results, marks, kits or links lay among the hand-ins of a class": ("test_what_lies_among_hand_ins_changes_nobody_s_result",),
    "a pipe lay in place of a kit beside the submission, and the grader waited for ever": ("test_a_pipe_in_place_of_a_kit_is_not_waited_for",),
    "a kit named a link, and what staff keep elsewhere went to the student's program": ("test_a_kit_brings_no_file_of_somebody_else",),
    "GRADER_ASSIGNMENTS named a folder from the working folder, which was the student's": ("test_a_relative_folder_of_the_environment_is_not_looked_up_where_the_submission_lies",),
    "GRADER_CACHE named a folder from the working folder, in which a submission could keep keys of its own": ("test_the_cache_lies_where_the_platform_keeps_caches",),
    # our faults
    "the forking process was killed at any moment, and the student had 0": ("test_a_zygote_killed_while_the_file_runs_or_a_call_does_costs_nothing", "test_a_zygote_that_dies_between_two_questions_is_replaced", "test_a_zygote_that_is_killed_each_time_is_our_fault_and_never_the_students"),
    "a worker was killed from outside": ("test_a_worker_that_somebody_kills_is_asked_once_more",),
    "the process of a course's tests was killed, and its points were lost": ("test_a_process_of_tests_that_is_killed_is_started_again", "test_tests_that_are_killed_twice_are_our_fault"),
    "an interrupt from outside stopped an import in the forking process, or failed a test of the course": ("test_an_interrupt_never_stops_what_the_zygote_imports_for_a_program", "test_a_process_of_tests_that_is_killed_is_started_again"),
    "a remark with the words import venv.__main__ ended the grader": ("test_a_program_that_is_named_by_an_import_does_not_end_the_zygote",),
    "handles 0, 1 or 2 were closed; --json went to a full disk": ("test_closed_and_full_handles_end_with_the_promised_code", "test_on_a_full_disk_the_score_arrives_all_the_same"),
    "files were limited in size, and the command was ended": ("test_a_limit_on_the_size_of_files_is_no_end",),
    # what was given before the end
    "an endless loop, os._exit or a crash behind the answers took them along": ("test_values_and_functions_from_before_the_end_count", "test_cells_from_before_the_end_count", "test_a_program_that_never_ends_loses_its_answers_and_nothing_else"),
    "one faulty line of YAML or JSON cost the whole file": ("test_a_faulty_line_costs_its_answer_and_no_other", "test_nan_in_json_spoils_one_answer_and_not_the_sheet"),
    "%time before an assignment lost it without a word": ("test_what_is_no_python_leaves_the_cell",),
    "an import that fails lost all literal answers of a .py": ("test_a_bad_statement_goes_alone",),
    "limits of time were not what the documents say, and no assignment could set them": ("test_what_is_left_out_is_as_usual", "test_a_limit_that_is_none_is_refused_with_its_line"),
    "the file was said to hold no answers, and the true reason was not told": ("test_why_a_file_holds_no_answers_is_said_before_anything_else",),
    # identity
    "marks of one student went to a file that names nobody": ("test_marks_of_one_student_reach_no_file_that_names_nobody", "test_marks_of_others_change_nothing"),
    "the sheet was drawn for another name of the same person than the zip drew for": ("test_the_line_of_a_sheet_decides_under_which_of_their_names_somebody_is_drawn", "test_by_a_secret_a_sheet_drawn_for_another_name_of_the_same_person_counts"),
    "a class was graded by a secret for ids spelled otherwise than on the sheets": ("test_by_a_secret_somebody_spelled_in_another_way_has_the_numbers_of_their_sheet",),
    "an open quote in a roster swallowed students": ("test_what_is_wrong_is_said_with_its_line",),
    "two ids that differ in Unicode form were two students": ("test_what_is_wrong_is_said_with_its_line",),
    "a pool was written over the sheets of a class": ("test_a_pool_is_refused_in_the_folder_of_a_class",),
    "names of files of two students fell together": ("test_the_files_of_two_students_never_share_a_name", "test_an_id_is_a_safe_name_of_its_own"),
    # numbers that were handed out
    "sheets of an earlier drawing were not known any more": ("test_answers_to_a_sheet_from_then_are_right", "test_a_manifest_from_then_is_read_and_says_nothing_of_its_drawing", "test_a_kit_from_then_grades_and_says_nothing_of_its_drawing", "test_the_zip_from_then_still_names_its_secret", "test_new_students_of_a_class_from_then_are_drawn_as_then"),
    # nothing half-done
    "workers of a class outlived the command": ("test_workers_of_a_class_end_with_the_process_that_began_them",),
    "temporary folders stayed after a kill, on macOS and Windows for ever": ("test_the_next_one_sweeps_what_a_killed_one_left", "test_whatever_command_is_next_sweeps_what_a_killed_one_left", "test_where_nothing_can_be_forked_or_confined_an_item_costs_itself_alone"),
    "the results of a class were written by calls that Windows lacks": ("test_a_class_has_there_the_results_that_it_has_here",),
    "a class that could not be made left a manifest that poisoned its folder": ("test_no_manifest_stays_of_a_class_that_cannot_be_made",),
    "a flipped bit of a cache entry was believed": ("test_no_flipped_bit_is_believed", "test_a_damaged_entry_is_made_anew"),
    "files were written through a planted link": ("test_nothing_is_written_through_a_planted_link", "test_what_is_written_bit_by_bit_goes_through_no_planted_link", "test_a_folder_that_is_a_link_is_refused", "test_no_link_in_the_folder_of_a_class_leads_elsewhere", "test_what_people_keep_is_written_in_one_way_that_follows_no_link"),
    "a new assignment was written over one that somebody had begun": ("test_nothing_that_is_there_is_written_over",),
    "the working folder was taken away, and the command ended with a traceback": ("test_a_working_folder_that_is_gone_is_no_end",),
    "files with secrets or keys could be read by all": ("test_what_is_private_stays_private", "test_entries_are_for_the_owner_alone"),
    "a title left its remark in a template, and could hide there": ("test_no_text_of_a_sheet_hides_in_its_template_or_leaves_its_remark",),
    # bounds
    "a line of 5,000 letters was looked up as a file": ("test_the_line_of_a_submission_is_an_id_and_never_a_path",),
    "a number of 5,000 digits in an assignment, or 100,000 steps": ("test_what_is_too_large_is_a_sentence_with_its_line",),
    "a size of 5,000 digits, or a whole course, was given to `grader cells`": ("test_a_size_of_5000_digits_in_a_file_is_a_fault_at_its_place", "test_a_file_that_is_no_cell_but_a_whole_course_is_refused_at_its_line"),
    "an exploding gradient or a deep product took minutes": ("test_a_key_that_takes_too_long_is_a_fault_at_its_line", "test_mistakes_that_take_too_long_are_a_warning_and_no_wrong_answer_gets_a_name", "test_draws_that_take_too_long_are_a_fault_with_a_line"),
    "a gradient over 3,000 steps was nested deeper than Python goes": ("test_a_gradient_that_is_nested_deeper_than_python_goes_is_a_fault_with_its_line", "test_equations_that_are_nested_too_deep_are_too_much_work"),
    "draws that cannot be were told without a line, or as a number that is a dict": ("test_numbers_that_cannot_be_drawn_are_a_fault_at_their_line",),
    "a hundred thousand brackets around an answer took minutes": ("test_a_hundred_thousand_brackets_are_refused_at_once",),
    "3,000 blanks in a cell took ten seconds": ("test_a_source_made_to_be_slow_is_read_in_linear_time",),
    "pictures made a notebook too large to be read": ("test_pictures_make_no_notebook_too_large_and_what_is_too_large_is_said_exactly",),
    "a name twice in a zip was told with a folder of ours, another one every time": ("test_a_name_that_stands_in_a_zip_twice_is_said_without_a_folder_of_ours", "test_what_the_system_says_of_a_zip_names_no_folder_of_ours"),
    # one reader of hand-ins
    "`check FILE` left out modules that lie beside it, `check FOLDER` did not": ("test_a_file_alone_gets_what_its_folder_gets", "test_a_folder_is_graded_by_the_file_that_is_meant"),
    "which of several files is graded was said in other words, or not at all": ("test_which_of_several_files_is_graded_is_said_as_on_gradescope",),
    "imports through the package of the hand-in failed": ("test_a_file_alone_gets_what_its_folder_gets",),
    "a module of somebody else that lies beside a file was imported": ("test_where_files_of_several_students_lie_flat_a_file_stands_alone", "test_no_file_beside_it_stands_in_for_a_library"),
    # a class's tables, pages and terminals
    "a terabyte that takes no room lay in one hand-in, and the class was not graded": ("test_pipes_terabytes_and_a_heap_of_files_cost_nobody_else", "test_of_what_nobody_reads_whole_size_and_end_count"),
    "five thousand files of data beside a program hid it": ("test_pipes_terabytes_and_a_heap_of_files_cost_nobody_else",),
    "an id with an escape or a turn of the reading direction went into tables and onto terminals": ("test_what_students_write_and_are_called_does_nothing_where_staff_read_it",),
    "formulas behind a blank or in wide letters, and an id that begins with an apostrophe": ("test_no_cell_is_a_formula_and_each_comes_back", "test_no_two_texts_become_one_cell"),
    "an open quote in a table of marks or a gradebook swallowed students": ("test_an_open_quote_swallows_nobody", "test_a_gradebook_with_an_open_quote_or_without_end_is_refused_with_its_line"),
    "a line end of old Macs in a cell began a row of its own": ("test_what_is_written_is_read_as_it_was",),
    "the output could not be written, and the grader said that it had failed": ("test_what_cannot_be_written_is_said_by_every_command",),
    "the figure of a cell of 400 lines took minutes": ("test_in_a_cell_of_hundreds_of_lines_each_is_followed_to_its_end",),
    "a sheet whose key cannot be worked out gave a class a line of zeros, and exit code 0": ("test_a_sheet_without_a_key_is_nobody_s_zero",),
}  # fmt: skip
