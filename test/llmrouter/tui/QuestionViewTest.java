package llmrouter.tui;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;
import llmrouter.tui.terminal.Columns;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;
import llmrouter.tui.terminal.TerminalKey.Pasted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Questions that are answered with keys, drawn without a terminal.
class QuestionViewTest {
    private static final List<Option<String>> COLORS = List.of(new Option<>("red", "red", "warm"),
        new Option<>("green", "green", ""), new Option<>("dark", "dark green", ""),
        new Option<>("blue", "blue", "cold"));

    private static QuestionView<String> color(int current) {
        var question = new One<>("Which color?", "A color.", COLORS, current);
        return new QuestionView<>(question, new OneView<>(question));
    }

    private static QuestionView<List<String>> colors(int least, Integer... chosen) {
        var question = new Several<>("Which colors?", "", COLORS, Set.of(chosen), least);
        return new QuestionView<>(question, new SeveralView<>(question));
    }

    private static QuestionView<String> text(String initial) {
        var question = new Line("What text?", "", initial, s -> s.length() < 2 ? "Two letters at least." : null);
        return new QuestionView<>(question, new TextView(question));
    }

    private static QuestionView<String> hidden() {
        var question = new Hidden("What key?", "", _ -> null);
        return new QuestionView<>(question, new TextView(question));
    }

    private static QuestionView<Boolean> sure() {
        var question = new Confirm("Sure?", "", false);
        return new QuestionView<>(question, new ConfirmView(question));
    }

    /// Presses keys, each a name of [Named] or a text that is typed, up to the answer.
    private static <T> DialogAnswer<T> press(QuestionView<T> view, Object... keys) {
        for (Object key : keys) {
            if (key instanceof TerminalKey named) {
                if (view.press(named) instanceof DialogAnswer<T> answer) return answer;
            } else {
                for (int c : key.toString().codePoints().toArray()) {
                    if (view.press(new Letter(c)) instanceof DialogAnswer<T> answer) return answer;
                }
            }
        }
        return null;
    }

    private static List<String> screen(QuestionView<?> view) {
        return view.draw(80, 24).texts();
    }

    // ── lists ──

    @Test
    void aListIsDrawnWithItsKeys() {
        assertEquals(List.of("Which color?", "    red         warm", "    green", "    dark green",
            "> * blue        cold",
            "Up/Down: move, Enter: choose, Left: back, Esc: quit, ?: help, type: filter"), screen(color(3)));
    }

    /// Weakness W9 of an earlier program: a list chose its first option by itself.
    @Test
    void enterChoosesNothingThatWasNotChosen() {
        var view = color(-1);
        assertNull(press(view, Named.ENTER));
        assertTrue(screen(view).contains("! Choose with the arrow keys, or type a part of a name."),
            screen(view).toString());
        assertEquals(new Given<>("red"), press(view, Named.DOWN, Named.ENTER));
        assertEquals(new Given<>(List.of()), press(colors(0), Named.ENTER));
    }

    @Test
    void enterTakesTheCurrentValue() {
        assertEquals(new Given<>("blue"), press(color(3), Named.ENTER));
    }

    @Test
    void keysMoveTheCursorAroundTheEnds() {
        assertEquals(new Given<>("blue"), press(color(-1), Named.UP, Named.ENTER));
        assertEquals(new Given<>("red"), press(color(3), Named.DOWN, Named.ENTER));
        assertEquals(new Given<>("blue"), press(color(-1), Named.END, Named.ENTER));
        assertEquals(new Given<>("red"), press(color(3), Named.HOME, Named.ENTER));
        assertEquals(new Given<>("red"), press(color(1), Named.PAGE_UP, Named.ENTER));
        assertEquals(new Given<>("blue"), press(color(1), Named.PAGE_DOWN, Named.ENTER));
    }

    @Test
    void whatIsTypedFilters() {
        var view = color(-1);
        press(view, "GREEN");
        assertEquals(List.of("Which color?", "  Filter: GREEN", "> green", "  dark green"), screen(view).subList(0, 4));
        assertEquals(new Given<>("dark"), press(view, " dark", Named.ENTER));
        assertEquals(new Given<>("blue"), press(color(-1), "cold", Named.ENTER), "no name has it, but a hint");
    }

    @Test
    void aFilterThatFindsNothingIsToldAndTakenBack() {
        var view = color(3);
        assertNull(press(view, "xyz", Named.ENTER));
        assertTrue(screen(view).contains("  Nothing here has this in its name."));
        assertNull(press(view, Named.DOWN, Named.UP, Named.PAGE_DOWN, Named.END));
        press(view, Named.ERASE_LINE);
        assertEquals(6, screen(view).size());
        assertNull(press(view, Named.ENTER), "the cursor is on no option after a filter that found nothing");
    }

    @Test
    void severalAreSwitchedWithSpaceAndTab() {
        assertEquals(new Given<>(List.of("red", "dark")),
            press(colors(0), " ", Named.DOWN, Named.DOWN, " ", Named.ENTER));
        assertEquals(new Given<>(List.of("blue")), press(colors(0, 0, 3), " ", Named.ENTER));
        assertEquals(new Given<>(List.of("green", "dark")), press(colors(0), "green", Named.TAB, Named.ENTER));
        assertEquals(new Given<>(List.of()), press(colors(0), Named.TAB, Named.TAB, Named.ENTER));
    }

    @Test
    void fewerThanTheLeastIsNoAnswer() {
        var view = colors(2);
        assertNull(press(view, " ", Named.ENTER));
        assertTrue(screen(view).stream().anyMatch(line -> line.startsWith("! Choose at least 2")));
        assertEquals(new Given<>(List.of("red", "green")), press(view, Named.DOWN, " ", Named.ENTER));
    }

    @Test
    void aLongListScrolls() {
        var options = IntStream.rangeClosed(1, 500).mapToObj(i -> Option.of(i, "m-" + i)).toList();
        var question = new One<>("Which?", "", options, 249);
        var view = new QuestionView<>(question, new OneView<>(question));
        List<String> lines = screen(view);
        assertEquals(15, lines.size());
        assertTrue(lines.contains("> * m-250"), lines.toString());
        assertTrue(lines.contains("  239-250 of 500"), lines.toString());
        press(view, Named.PAGE_DOWN, Named.PAGE_DOWN);
        assertTrue(screen(view).contains(">   m-272"), screen(view).toString());
    }

    /// The welcome of the guide and the header of the menu are above the list; they were scrolled away by it.
    @Test
    void aLongListLeavesWhatWasSaidBeforeInSight() {
        var options = IntStream.rangeClosed(1, 500).mapToObj(i -> Option.of(i, "m-" + i)).toList();
        var one = new One<>("Which?", "", options, -1);
        var several = new Several<>("Which?", "", options, Set.of(), 0);
        for (QuestionView<?> view : List.of(new QuestionView<>(one, new OneView<>(one)),
            new QuestionView<>(several, new SeveralView<>(several)))) {
            int lines = screen(view).size();
            assertTrue(lines <= 24 - 8, lines + " lines");
        }
    }

    // ── text ──

    @Test
    void aTextIsEdited() {
        assertEquals(new Given<>("wörk"), press(text("wrk"), Named.HOME, Named.RIGHT, "ö", Named.ENTER));
        assertEquals(new Given<>("日語"), press(text("日本語"), Named.LEFT, Named.BACKSPACE, Named.ENTER));
        assertEquals(new Given<>("本語"), press(text("日本語"), Named.HOME, Named.DELETE, Named.ENTER));
        assertEquals(new Given<>("one three"),
            press(text("one two three"), Named.HOME, Named.END, Named.ERASE_WORD, Named.ERASE_WORD,
                "three", Named.ENTER));
        assertEquals(new Given<>("xy"), press(text("some"), Named.ERASE_LINE, "xy", Named.ENTER));
        assertEquals(new Given<>("abx"), press(text("abe\u0301"), Named.BACKSPACE, "x", Named.ENTER));
        assertEquals(new Given<>("ab"), press(text("a👩‍👩‍👧"), Named.BACKSPACE, "b", Named.ENTER));
    }

    /// A suggested name became `127.0.0.1Lab` when a name was typed.
    @Test
    void whatIsTypedReplacesASuggestion() {
        assertEquals(new Given<>("xyz"), press(text("some"), "x", "y", "z", Named.ENTER));
        assertEquals(new Given<>("pasted"), press(text("some"), new Pasted("pasted"), Named.ENTER));
        assertEquals(new Given<>("some"), press(text("some"), Named.ENTER));
    }

    @Test
    void aSuggestionIsEditedAfterAKeyThatMovesOrErases() {
        assertEquals(new Given<>("somex"), press(text("some"), Named.RIGHT, "x", Named.ENTER));
        assertEquals(new Given<>("somx"), press(text("some"), Named.BACKSPACE, "x", Named.ENTER));
        assertEquals(new Given<>("xsome"), press(text("some"), Named.HOME, "x", Named.ENTER));
        assertTrue(screen(text("some")).getLast().startsWith("Enter: this, type: replace it"), "it is told");
    }

    /// Typed again, because the reason has gone.
    @Test
    void aWrongTextIsNotReplaced() {
        assertEquals(new Given<>("ab"), press(text("some"), "a", Named.ENTER, "b", Named.ENTER));
    }

    @Test
    void aWrongTextIsToldAndStays() {
        var view = text("");
        assertNull(press(view, "x", Named.ENTER));
        assertEquals(List.of("What text?", "> x", "! Two letters at least.",
            "Enter: done, Shift-Tab: back, Esc: quit, ?: help"), screen(view));
        assertEquals(new Given<>("xy"), press(view, "y", Named.ENTER));
    }

    @Test
    void aPasteOfSeveralLinesIsOneAnswer() {
        var view = text("");
        press(view, new Pasted("one\ntwo\n"));
        assertEquals(List.of("> one", "  two"), screen(view).subList(1, 3));
        assertEquals(new Given<>("one\ntwo"), press(view, Named.ENTER));
    }

    @Test
    void theCursorStandsOnItsCharacter() {
        var view = text("日本x");
        ScreenFrame frame = view.draw(80, 24);
        assertEquals(List.of(1, 7), List.of(frame.row(), frame.column()));
        press(view, Named.LEFT, Named.LEFT);
        assertEquals(4, view.draw(80, 24).column());
    }

    @Test
    void aLongTextGoesOnInTheNextRow() {
        var view = text("abcdefghijklmnopqrstuvwxyz");
        ScreenFrame frame = view.draw(20, 10);
        assertEquals(List.of("> abcdefghijklmnop", "  qrstuvwxyz"), frame.texts().subList(1, 3));
        assertEquals(List.of(2, 12), List.of(frame.row(), frame.column()));
    }

    @Test
    void hiddenTextIsDots() {
        var view = hidden();
        press(view, "s🎉c");
        assertEquals("> •••", screen(view).get(1));
        assertEquals(5, view.draw(80, 24).column());
        DialogAnswer<String> answer = press(view, new Pasted("ret\n"), Named.ENTER);
        assertEquals(new Given<>("s🎉cret"), answer);
        assertEquals("What key? (hidden)", view.left(answer).getFirst().text());
    }

    @Test
    void aQuestionMarkIsHelpAtFirstAndTextAfterwards() {
        var view = text("");
        press(view, "?");
        assertTrue(screen(view).stream().anyMatch(line -> line.contains("Esc leaves without a change.")));
        assertEquals(new Given<>("?a?"), press(view, "?a?", Named.ENTER));
    }

    // ── every question ──

    private static List<QuestionView<?>> all() {
        return List.of(color(0), colors(0), text("work"), hidden(), sure());
    }

    @Test
    void everyQuestionCanBeLeftAndGoneBackFrom() {
        for (QuestionView<?> view : all()) {
            assertInstanceOf(Quit.class, view.press(Named.ESCAPE));
            assertInstanceOf(Quit.class, view.press(Named.INTERRUPT));
            assertInstanceOf(Quit.class, view.press(Named.GONE));
            assertInstanceOf(Back.class, view.press(Named.BACK_TAB));
            assertInstanceOf(Back.class, view.press(Named.BACK));
        }
        assertInstanceOf(Back.class, color(0).press(Named.LEFT));
        assertNull(text("work").press(Named.LEFT), "in a text it moves the cursor");
        assertInstanceOf(Quit.class, text("").press(Named.END_OF_INPUT));
        var typed = text("");
        assertNull(press(typed, "work", Named.END_OF_INPUT), "behind the end of a text there is nothing to delete");
    }

    @Test
    void escInHelpLeavesOnlyTheHelp() {
        for (QuestionView<?> view : all()) {
            List<String> before = screen(view);
            assertNull(view.press(Named.HELP));
            assertFalse(screen(view).equals(before));
            assertNull(view.press(Named.ESCAPE));
            assertEquals(before, screen(view));
        }
    }

    @Test
    void yesAndNo() {
        assertEquals(new Given<>(true), press(sure(), "y"));
        assertEquals(new Given<>(false), press(sure(), Named.ENTER));
        assertEquals(new Given<>(true), press(sure(), Named.DOWN, Named.ENTER));
        assertNull(press(sure(), "x"));
    }

    @Test
    void everyQuestionFitsIntoEveryWindow() {
        for (QuestionView<?> view : all()) {
            for (int rows = 2; rows <= 30; rows++) fits(view, rows);
            view.press(Named.HELP);
            for (int rows = 2; rows <= 30; rows++) fits(view, rows);
        }
    }

    private static void fits(QuestionView<?> view, int rows) {
        for (int columns : new int[] {4, 10, 20, 40, 80, 200}) {
            ScreenFrame frame = view.draw(columns, rows);
            assertTrue(frame.lines().size() < rows, frame.texts() + " in " + rows + " rows");
            assertFalse(frame.lines().isEmpty());
            assertTrue(frame.row() < frame.lines().size());
            if (columns > 8 && frame.row() >= 0) assertTrue(frame.column() < columns, frame.toString());
        }
    }

    @Test
    void aLongTitleIsWrapped() {
        var question = new Confirm("word ".repeat(40), "", false);
        List<String> lines = screen(new QuestionView<>(question, new ConfirmView(question)));
        assertEquals(5, lines.size());
        for (String line : lines) assertTrue(Columns.of(line) < 80, line);
    }

    // ── pages ──

    @Test
    void pagesMoveAndEnd() {
        var pager = new PagerView(IntStream.rangeClosed(1, 100).mapToObj(i -> "line " + i).toList());
        assertFalse(pager.fits(24));
        assertEquals("line 1", pager.draw(80, 24).texts().getFirst());
        assertFalse(pager.press(new Letter(' ')));
        assertEquals("line 23", pager.draw(80, 24).texts().getFirst());
        assertFalse(pager.press(Named.END));
        assertEquals("line 79", pager.draw(80, 24).texts().getFirst());
        assertEquals(23, pager.draw(80, 24).lines().size());
        assertTrue(pager.press(new Letter('q')));
        assertTrue(pager.press(Named.ESCAPE));
    }
}
