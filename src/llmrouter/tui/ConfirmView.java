package llmrouter.tui;

import java.util.List;

import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.ScreenLine.Look;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;

/// Yes or no.
final class ConfirmView implements ViewBody<Boolean> {
    private boolean yes;

    ConfirmView(Question.Confirm question) {
        this.yes = question.usual();
    }

    @Override
    public DialogAnswer<Boolean> press(TerminalKey key) {
        switch (key) {
            case Letter(int letter) when letter == 'y' || letter == 'Y' -> yes = true;
            case Letter(int letter) when letter == 'n' || letter == 'N' -> yes = false;
            case Named.UP, Named.DOWN, Named.TAB, Named.RIGHT -> {
                yes = !yes;
                return null;
            }
            case Named.ENTER -> {}
            default -> {
                return null;
            }
        }
        return new Given<>(yes);
    }

    @Override
    public ScreenFrame draw(int columns, int rows) {
        return ScreenFrame.of(List.of(option("Yes", yes).with("   ").with(text("No", !yes), look(!yes))));
    }

    private static ScreenLine option(String word, boolean here) {
        return ScreenLine.of(text(word, here), look(here));
    }

    private static String text(String word, boolean here) {
        return (here ? "> " : "  ") + word;
    }

    private static Look look(boolean here) {
        return here ? Look.STRONG : Look.PLAIN;
    }

    @Override
    public String problem() {
        return null;
    }

    @Override
    public List<String> keys() {
        return List.of("y/n", "Enter: " + (yes ? "yes" : "no"), "Up/Down: change");
    }

    @Override
    public List<String> help() {
        return List.of("y means yes, n means no, and Enter takes what has the mark >.");
    }

    @Override
    public String words(Boolean answer) {
        return answer ? "yes" : "no";
    }
}
