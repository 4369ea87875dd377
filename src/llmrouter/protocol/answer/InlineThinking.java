package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Part;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Takes the thinking out of an answer's text, for a model that writes it there, between tags at the very beginning.
///
/// ```
/// BEGINNING ──<think>──▶ THINKING ──</think>──▶ BEHIND ──no white space──▶ TEXT
///    │                                            ▲                         ▲
///    ├─other text, UNOPENED──▶ HELD ──</think>────╯                         │
///    │                          ╰──the end of the text, or too much of it───┤
///    ╰─other text, OPENED───────────────────────────────────────────────────╯
/// ```
/// Only the text with which the answer begins is looked at. Tags anywhere else are text. A block without its end is
/// thinking to the end of the text: the answer was cut. White space beside the tags is left out, and so is a block with
/// nothing in it. The result does not depend on the pieces in which the text arrives. One answer, one owner.
final class InlineThinking {
    private static final List<String> OPENING = List.of("<think>", "<thinking>", "<thought>");
    private static final List<String> CLOSING = List.of("</think>", "</thinking>", "</thought>");
    private static final int LONGEST_CLOSING = "</thinking>".length();
    private static final String QUOTES = "`\"'";
    /// More white space than this at the beginning is text.
    private static final int LONGEST_SPACE = 1000;
    /// Text that is held back for a closing tag; longer text counts as the answer.
    private static final int MOST_HELD = 1 << 18;

    private enum State { BEGINNING, HELD, THINKING, BEHIND, TEXT }

    private final ThinkingTags tags;
    private State state = State.BEGINNING;
    /// whether the open block is the answer's first text
    private boolean first;
    /// whether there was thinking before the text
    private boolean thought;
    /// whether the block that the client sees is open
    private boolean open;
    private final StringBuilder held = new StringBuilder();
    /// how much of the held text has no closing tag for certain
    private int searched;
    /// opening tags in the held text whose closing tag has not come
    private int unclosed;
    private String closing;

    /// @param tags how the model marks its thinking; not `NONE`
    InlineThinking(ThinkingTags tags) {
        this.tags = tags;
    }

    /// A whole answer.
    Answer apply(Answer answer) {
        var parts = new ArrayList<Part>(answer.parts().size() + 1);
        for (Part part : answer.parts()) {
            boolean thinking = part instanceof Part.ThinkingPart || part instanceof Part.RedactedThinkingPart;
            if (state == State.BEGINNING && part instanceof Part.TextPart text) {
                split(text, parts);
                continue;
            }
            if (thinking) thought = true;
            else state = State.TEXT;
            parts.add(part);
        }
        return new Answer(answer.id(), answer.model(), parts, answer.stop(), answer.stopSequence(), answer.usage(),
            answer.unsaid());
    }

    private void split(Part.TextPart text, List<Part> parts) {
        var thinking = new StringBuilder();
        var words = new StringBuilder();
        var said = new StringBuilder[] {words};
        Consumer<AnswerEvent> out = event -> {
            if (event instanceof AnswerEvent.Opened(var block)) {
                said[0] = block instanceof Block.ThinkingBlock ? thinking : words;
            } else if (event instanceof AnswerEvent.Delta(var delta, _)) {
                said[0].append(delta);
            }
        };
        first = true;
        feed(text.text(), out);
        close(out);
        if (!thinking.isEmpty()) parts.add(new Part.ThinkingPart(thinking.toString(), null));
        if (!words.isEmpty()) parts.add(text.saying(words.toString()));
    }

    /// The next step of a streamed answer.
    void apply(AnswerEvent event, Consumer<AnswerEvent> out) {
        switch (event) {
            case AnswerEvent.Opened(Block.TextBlock _) when state == State.BEGINNING -> first = true;
            case AnswerEvent.Opened(var block) -> {
                boolean thinking = block instanceof Block.ThinkingBlock || block instanceof Block.RedactedThinkingBlock;
                if (thinking) thought = true;
                else state = State.TEXT;
                out.accept(event);
            }
            case AnswerEvent.Delta(var text, _) when first && state != State.TEXT -> feed(text, out);
            case AnswerEvent.Closed _ when first -> close(out);
            case AnswerEvent.Cited _ when first && !open -> { } // its text is thinking
            case AnswerEvent.Delta _, AnswerEvent.Cited _, AnswerEvent.Closed _, AnswerEvent.Started _,
                AnswerEvent.Signature _,
                AnswerEvent.UsageKnown _, AnswerEvent.Finished _, AnswerEvent.Failed _, AnswerEvent.Skipped _ ->
                out.accept(event);
        }
    }

    private void feed(String text, Consumer<AnswerEvent> out) {
        switch (state) {
            case BEGINNING -> {
                held.append(text);
                begin(out);
            }
            case HELD -> {
                held.append(text);
                search(out);
            }
            case THINKING -> think(held.append(text).toString(), out);
            case BEHIND -> behind(text, 0, out);
            case TEXT -> throw new IllegalStateException("text is passed on");
        }
    }

    private void begin(Consumer<AnswerEvent> out) {
        String text = held.toString();
        int at = pastSpace(text, 0);
        boolean undecided = at == text.length();
        for (int i = 0; i < OPENING.size(); i++) {
            String tag = OPENING.get(i);
            if (text.regionMatches(true, at, tag, 0, tag.length())) {
                closing = CLOSING.get(i);
                state = State.THINKING;
                think(text.substring(at + tag.length()), out);
                return;
            }
            undecided |= text.regionMatches(true, at, tag, 0, Math.min(tag.length(), text.length() - at));
        }
        if (undecided && at < LONGEST_SPACE) return;
        if (tags != ThinkingTags.UNOPENED || thought) {
            plain(out);
            return;
        }
        state = State.HELD;
        search(out);
    }

    /// Looks for the end of thinking that has no beginning: a closing tag that closes nothing. A tag with the same
    /// quotation mark on both sides is a word.
    private void search(Consumer<AnswerEvent> out) {
        int at = held.indexOf("<", searched);
        while (at >= 0 && !mayBeTag(at)) {
            String opened = tagAt(OPENING, at);
            String closed = opened == null ? tagAt(CLOSING, at) : null;
            String tag = opened == null ? closed : opened;
            if (closed != null && unclosed == 0 && !isQuoted(at, tag.length())) {
                String text = held.toString();
                think(text, at, out);
                endThinking(out);
                behind(text, at + tag.length(), out);
                return;
            }
            if (opened != null) unclosed++;
            else if (closed != null && unclosed > 0) unclosed--;
            at = held.indexOf("<", at + 1);
        }
        searched = at < 0 ? held.length() : at;
        if (held.length() > MOST_HELD) plain(out);
    }

    /// Whether what follows decides if a tag is there.
    private boolean mayBeTag(int at) {
        String rest = held.substring(at, Math.min(held.length(), at + LONGEST_CLOSING));
        boolean quoted = at > 0 && QUOTES.indexOf(held.charAt(at - 1)) >= 0;
        for (List<String> tags : List.of(OPENING, CLOSING)) {
            for (String tag : tags) {
                boolean awaited = rest.length() < tag.length() || quoted && held.length() == at + tag.length();
                if (awaited && tag.regionMatches(true, 0, rest, 0, Math.min(tag.length(), rest.length()))) return true;
            }
        }
        return false;
    }

    private boolean isQuoted(int at, int length) {
        if (at == 0 || at + length >= held.length()) return false;
        char before = held.charAt(at - 1);
        return QUOTES.indexOf(before) >= 0 && held.charAt(at + length) == before;
    }

    private String tagAt(List<String> tags, int at) {
        for (String tag : tags) {
            if (held.length() - at >= tag.length()
                && Letters.same(tag, held.substring(at, at + tag.length()))) return tag;
        }
        return null;
    }

    /// @param text the thinking that was not given out yet, and what follows it
    private void think(String text, Consumer<AnswerEvent> out) {
        int at = text.indexOf('<');
        while (at >= 0 && !closing.regionMatches(true, 0, text, at, Math.min(closing.length(), text.length() - at))) {
            at = text.indexOf('<', at + 1);
        }
        held.setLength(0);
        if (at < 0) {
            think(text, text.length(), out);
            return;
        }
        think(text, at, out);
        if (text.length() - at < closing.length()) {
            held.append(text, at, text.length());
            return;
        }
        endThinking(out);
        behind(text, at + closing.length(), out);
    }

    private void think(String text, int end, Consumer<AnswerEvent> out) {
        int from = open ? 0 : Math.min(end, pastSpace(text, 0));
        if (from < end) say(new Block.ThinkingBlock(), text.substring(from, end), out);
    }

    private void endThinking(Consumer<AnswerEvent> out) {
        if (open) out.accept(new AnswerEvent.Closed());
        open = false;
        held.setLength(0);
        state = State.BEHIND;
    }

    private void behind(String text, int from, Consumer<AnswerEvent> out) {
        int at = pastSpace(text, from);
        if (at == text.length()) return;
        state = State.TEXT;
        say(new Block.TextBlock(), text.substring(at), out);
    }

    /// What was held back is the answer.
    private void plain(Consumer<AnswerEvent> out) {
        state = State.TEXT;
        say(new Block.TextBlock(), held.toString(), out);
        held.setLength(0);
    }

    private void say(Block block, String text, Consumer<AnswerEvent> out) {
        if (!open) out.accept(new AnswerEvent.Opened(block));
        open = true;
        if (!text.isEmpty()) out.accept(new AnswerEvent.Delta(text));
    }

    /// The first text has ended.
    private void close(Consumer<AnswerEvent> out) {
        if (state == State.BEGINNING || state == State.HELD) plain(out);
        if (state == State.THINKING) think(held.toString(), held.length(), out);
        if (open) out.accept(new AnswerEvent.Closed());
        open = false;
        first = false;
        state = State.TEXT;
    }

    private static int pastSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Ws.is(text.charAt(at))) at++;
        return at;
    }
}
