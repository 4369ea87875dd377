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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LineDialogTest {
    private static final List<Option<String>> COLORS = PipedDialog.options("red", "green", "dark green", "blue");

    private static One<String> color(int current) {
        return new One<>("Which color?", "A color\nof the list.", COLORS, current);
    }

    private static Several<String> colors(int least, Integer... chosen) {
        return new Several<>("Which colors?", "", COLORS, Set.of(chosen), least);
    }

    private static Line name(String initial) {
        return new Line("Name", "", initial, text -> text.length() < 3 ? "A name has three letters or more." : null);
    }

    private static void gives(Object value, String lines, Question<?> question) {
        assertEquals(new Given<Object>(value), PipedDialog.answer(lines, question));
    }

    // ── one of several ──

    @Test
    void aNumberChooses() {
        gives("green", "2\n", color(-1));
    }

    @Test
    void aWholeNameChoosesAlsoWhereItIsAPartOfAnother() {
        gives("green", "GREEN\n", color(-1));
    }

    @Test
    void aPartOfANameFiltersAndEnterTakesTheOnlyOneLeft() {
        gives("dark green", "dark\n\n", color(-1));
    }

    @Test
    void aFilterKeepsTheNumbers() {
        String printed = PipedDialog.printed("reen\n3\n", color(-1));
        assertTrue(printed.contains("3. dark green"), printed);
        gives("dark green", "reen\n3\n", color(-1));
    }

    @Test
    void enterTakesTheCurrentValue() {
        gives("blue", "\n", color(3));
    }

    /// Weakness W9 of an earlier program: a list chose its first option by itself.
    @Test
    void enterChoosesNothingWhereThereIsNoCurrentValue() {
        assertInstanceOf(Quit.class, PipedDialog.answer("\n\n", color(-1)));
        assertEquals(new Given<>(List.of()), PipedDialog.answer("\n", colors(0)));
    }

    @Test
    void aNumberThatIsNotThereIsSaidAndAskedAgain() {
        String printed = PipedDialog.printed("9\n1\n", color(-1));
        assertTrue(printed.contains("The numbers go from 1 to 4, and '9' is not among them."), printed);
        gives("red", "9\n0\n-1\n99999999999999999999\n1\n", color(-1));
    }

    @Test
    void aFilterThatFindsNothingKeepsTheList() {
        String printed = PipedDialog.printed("mauve\n4\n", color(-1));
        assertTrue(printed.contains("Nothing here has 'mauve' in its name."), printed);
    }

    @Test
    void aLongListIsCutAndAFilterFindsTheRest() {
        var labels = IntStream.rangeClosed(1, 300).mapToObj(i -> "model-" + i).toArray(String[]::new);
        var question = new One<>("Which?", "", PipedDialog.options(labels), -1);
        String printed = PipedDialog.printed("model-299\n", question);
        assertTrue(printed.contains("… and 282 more"), printed);
        assertFalse(printed.contains("model-300"), printed);
        gives("model-299", "299\n", question);
        gives("model-277", "-277\n\n", question);
    }

    // ── several ──

    @Test
    void numbersAndRangesSwitch() {
        gives(List.of("red", "dark green"), "1-3\n2\n\n", colors(0));
        gives(List.of("red", "blue"), "1 4\n\n", colors(0));
        gives(List.of("red", "blue"), "1,4\n\n", colors(0));
    }

    @Test
    void whatIsChosenAtFirstIsSwitchedOff() {
        gives(List.of("blue"), "1\n\n", colors(0, 0, 3));
    }

    @Test
    void aSwitchesAllThatAreShown() {
        gives(List.of("green", "dark green"), "reen\na\n\n", colors(0));
        gives(List.of(), "a\na\n\n", colors(0));
    }

    @Test
    void aMistakeKeepsWhatWasChosen() {
        gives(List.of("red"), "1\n7-9\nnothing like it\n\n", colors(0));
    }

    @Test
    void fewerThanTheLeastIsNoAnswer() {
        String printed = PipedDialog.printed("\n2\n\n", colors(1));
        assertTrue(printed.contains("Choose at least 1."), printed);
        gives(List.of("green"), "\n2\n\n", colors(1));
    }

    // ── text ──

    @Test
    void aWrongTextIsToldAndKept() {
        var tries = new int[1];
        var busy = new Line("File", "", "", _ -> tries[0]++ == 0 ? "It is locked." : null);
        String printed = PipedDialog.printed("abc\n\n", busy);
        assertTrue(printed.contains("! It is locked."), printed);
        assertTrue(printed.contains("Enter: abc"), printed);
        tries[0] = 0;
        gives("abc", "abc\n\n", busy);
    }

    @Test
    void enterKeepsTheInitialTextAndABackslashClearsIt() {
        gives("work", "\n", name("work"));
        gives("", "\\\n", new Line("Name", "", "work", _ -> null));
    }

    @Test
    void aBackslashMakesACommandAText() {
        var any = new Line("Text", "", "", _ -> null);
        gives("b", "\\b\n", any);
        gives("?", "\\?\n", any);
        gives("\\q", "\\\\q\n", any);
        gives("\\\\server\\share", "\\\\server\\share\n", any);
        gives("\\bin", "\\bin\n", any);
    }

    @Test
    void textKeepsItsLetters() {
        gives("Zoë 日本", "Zoë 日本\r\n", name(""));
    }

    @Test
    void severalPastedLinesAreOneAnswer() {
        var any = new Line("Models", "", "", _ -> null);
        var piped = new PipedDialog("\u001b[200~one\nb\ntwo\u001b[201~\nnext\n");
        assertEquals(new Given<>("one\nb\ntwo"), piped.dialog.ask(any));
        assertEquals(new Given<>("next"), piped.dialog.ask(any));
    }

    @Test
    void hiddenTextIsNotPrinted() {
        var question = new Hidden("Key", "", text -> text.length() < 3 ? "Too short." : null);
        var piped = new PipedDialog("ab\nabcdef\n");
        assertEquals(new Given<>("abcdef"), piped.dialog.ask(question));
        assertFalse(piped.out().contains("ab\n") || piped.out().contains("abcdef"), piped.out());
        assertTrue(piped.out().contains("! Too short."), piped.out());
    }

    // ── yes or no ──

    @Test
    void yesAndNoInManyWords() {
        gives(true, "Yes\n", new Confirm("Sure?", "", false));
        gives(false, "off\n", new Confirm("Sure?", "", true));
        gives(true, "\n", new Confirm("Sure?", "", true));
        gives(false, "perhaps\n\n", new Confirm("Sure?", "", false));
    }

    // ── every question ──

    private static final List<Question<?>> ALL = List.of(color(0), colors(0), name("work"),
        new Hidden("Key", "", _ -> null), new Confirm("Sure?", "", true));

    @Test
    void bGoesBackAndQLeavesAndSoDoesTheEndOfTheInput() {
        for (Question<?> question : ALL) {
            assertInstanceOf(Back.class, PipedDialog.answer("b\n", question));
            assertInstanceOf(Quit.class, PipedDialog.answer("q\n", question));
            assertInstanceOf(Quit.class, PipedDialog.answer("", question));
        }
    }

    @Test
    void helpIsShownAndTheQuestionStays() {
        String printed = PipedDialog.printed("?\n2\n", color(-1));
        assertTrue(printed.contains("A color\nof the list.\n"), printed);
        for (Question<?> question : ALL) {
            String help = PipedDialog.printed("?\nq\n", question);
            assertTrue(help.contains("b goes back to the question before"), help);
        }
    }

    @Test
    void aLastLineWithoutAnEndCounts() {
        gives("green", "2", color(-1));
    }

    @Test
    void textFromOutsideHasNoControlCharacters() {
        var evil = new One<>("Which\u001b[2J?", "", List.of(new Option<>(1, "a\u001b]0;x\u0007", "h\u009bm")), -1);
        String printed = PipedDialog.printed("\u001b[31m\n1\n", evil);
        for (char c : printed.toCharArray()) assertTrue(c == '\n' || c >= ' ' && c != 0x9b && c != 0x7f, printed);
    }

    @Test
    void nothingBehindAnAnswerIsRead() {
        var piped = new PipedDialog("1\nrest\n");
        piped.dialog.ask(color(-1));
        assertEquals(new Given<>("rest"), piped.dialog.ask(new Line("T", "", "", _ -> null)));
    }

    @Test
    void aPageIsPrintedWholeWithoutATerminal() {
        var piped = new PipedDialog("");
        piped.dialog.page(IntStream.range(0, 100).mapToObj(i -> "line " + i).toList());
        assertEquals(100, piped.out().lines().count());
    }
}
