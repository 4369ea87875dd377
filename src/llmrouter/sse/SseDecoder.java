package llmrouter.sse;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.JsonError;
import llmrouter.json.LenientJson;
import llmrouter.text.Letters;

/// Cuts an event stream into blocks, whatever the fragments it is fed. Line ends may be LF, CR or CR LF, also cut in
/// the middle; one leading byte-order mark is skipped (also as its three bytes, in text that has one character per
/// byte).
///
/// Each character is looked at once: lines are read when their end arrives, and only the unfinished block is held. So
/// the work is linear in the text however finely it is cut. One stream, one owner.
///
/// A blank line that ends in CR closes its block one character later, when it is known whether an LF belongs to it;
/// unless the line before ended in a lone CR: then the stream does not use CR LF, and the block is closed at once.
///
/// Where a server ends its events with single line ends, each line of data that cannot belong to the one before it is
/// an event ([SseFields]). Such a stream is written anew, with blank lines. Once two events have come so, the next ones
/// come out at the ends of their lines, until a blank line comes after all.
public final class SseDecoder {
    private static final String BOM = "\uFEFF";
    private static final String BOM_BYTES = "\u00EF\u00BB\u00BF";

    private final int limit;
    private final SseFields fields = new SseFields();
    /// The part of the unfinished block that came in earlier fragments.
    private StringBuilder held = new StringBuilder();
    /// Where the unfinished line begins, counted from the beginning of the block.
    private int line;
    /// Where the unfinished block goes on in the present fragment.
    private int block;
    /// Where the line after the last line of data begins, counted from the beginning of the block.
    private int afterData;
    private boolean inData;
    /// Whether events end without blank lines.
    private boolean loose;
    private boolean started;
    private boolean afterCr;
    private boolean loneCr;
    private boolean closing;
    private boolean overflow;

    /// @param limit characters that one block may have; a longer block makes `feed` fail
    public SseDecoder(int limit) {
        this.limit = limit;
    }

    /// Takes the next fragment and returns the blocks it completed, in order.
    /// @throws SseOverflow a block passed the limit. Blocks completed before it come out first: then the next call
    ///         fails
    public List<SseEvent> feed(String fragment) {
        if (overflow) throw new SseOverflow(limit);
        var out = new ArrayList<SseEvent>();
        block = 0;
        cut(fragment, out);
        held.append(fragment, block, fragment.length());
        if (held.length() > limit) overflow = true;
        if (overflow && out.isEmpty()) throw new SseOverflow(limit);
        return out;
    }

    /// Puts all events that end in the fragment into `out`.
    private void cut(String fragment, List<SseEvent> out) {
        var ends = new LineEnds(fragment);
        int at = 0;
        while (at < fragment.length() && !overflow) {
            boolean close;
            if (afterCr) {
                close = closing;
                at += afterCr(fragment.charAt(at));
            } else {
                int end = ends.next(at);
                if (end < 0) break;
                boolean blank = line(fragment, end, out);
                lineEnd(fragment.charAt(end) == '\r', blank);
                close = blank && !closing;
                at = end + 1;
            }
            line = held.length() + at - block;
            if (inData) afterData = line;
            if (close) close(fragment, at, out);
            else if (loose && inData && fields.isWhole()) endWithoutBlank(out);
        }
    }

    /// A blank line, which ends at `at` in the fragment, closes the block.
    private void close(String fragment, int at, List<SseEvent> out) {
        String raw = raw(fragment, block, at);
        add(event(fields.data(), raw), out);
        block = at;
        loose = false;
    }

    private void add(SseEvent event, List<SseEvent> out) {
        if (event.raw().length() > limit) overflow = true;
        else out.add(event);
    }

    /// Ends the event whose data has come without a blank line. The lines behind its data belong to the next one.
    private void endWithoutBlank(List<SseEvent> out) {
        add(fields.event(), out);
        int inHeld = Math.min(afterData, held.length());
        held.delete(0, inHeld);
        block += afterData - inHeld;
        line -= afterData;
        inData = false;
    }

    /// Decides what the character after a CR is; returns how many characters belong to the line end.
    private int afterCr(char c) {
        afterCr = false;
        closing = false;
        loneCr = c != '\n';
        return loneCr ? 0 : 1;
    }

    /// Notes how a line ended, and whether a blank line must wait for the next character before it closes its block.
    private void lineEnd(boolean cr, boolean blank) {
        afterCr = cr;
        closing = cr && blank && !loneCr;
        if (!cr) loneCr = false;
    }

    /// Reads the line that ends at `end` in the fragment; returns whether it is blank.
    private boolean line(String fragment, int end, List<SseEvent> out) {
        boolean straddles = line < held.length();
        String s = straddles ? held.substring(line) + fragment.substring(block, end) : fragment;
        int from = straddles ? 0 : block + line - held.length();
        int to = straddles ? s.length() : end;
        if (!started) from = afterBom(s, from);
        started = true;
        if (from >= to) {
            inData = false;
            return true;
        }
        take(s, from, to, out);
        return false;
    }

    private void take(String s, int from, int to, List<SseEvent> out) {
        if (fields.beginsAnother(s, from, to, loose)) {
            endWithoutBlank(out);
            loose = true;
        }
        inData = fields.line(s, from, to);
    }

    private static int afterBom(String s, int from) {
        if (s.startsWith(BOM, from)) return from + 1;
        return s.startsWith(BOM_BYTES, from) ? from + 3 : from;
    }

    private String raw(String fragment, int from, int to) {
        if (held.isEmpty()) return fragment.substring(from, to);
        String raw = held.append(fragment, from, to).toString();
        held = new StringBuilder();
        return raw;
    }

    private SseEvent event(String data, String raw) {
        SseEvent event = fields.bare() ? SseEncoder.event(fields.name(), data) : new SseEvent(fields.name(), data, raw);
        fields.clear();
        line = 0;
        return event;
    }

    /// Ends the stream and returns a last block without its blank line, if the block has data and is whole; else
    /// nothing. Unlike a browser, which discards it (§9.2.6), a gateway must not lose the last event of a provider that
    /// leaves out the blank line. The block is whole when its last line was ended, or when its data is `[DONE]`, a
    /// complete JSON object or array, or words. Call it once.
    /// @throws SseOverflow a block passed the limit
    public List<SseEvent> end() {
        if (overflow) throw new SseOverflow(limit);
        if (closing) return List.of(event(fields.data(), raw("", 0, 0)));
        var out = new ArrayList<SseEvent>();
        block = 0;
        String torn = held.substring(line);
        int from = started ? 0 : afterBom(torn, 0);
        boolean tornData = torn.startsWith("data:", from) || SseFields.isBare(torn, from, torn.length());
        if (tornData) take(torn, from, torn.length(), out);
        String data = fields.data();
        if (data == null && SseFields.isWords(held.toString())) return List.of(words());
        if (data == null || !torn.isEmpty() && !isWhole(data)) return out;
        if (!tornData) held.setLength(line);
        out.add(event(data, raw("", 0, 0)));
        if (!tornData) held.append(torn);
        return out;
    }

    /// The last words of a server, which stand in no field.
    private SseEvent words() {
        String words = held.toString();
        held.setLength(0);
        return event(words, words);
    }

    /// Words that are no JSON are whole however they end: a provider's last words are told.
    private static boolean isWhole(String data) {
        if (data.equals("[DONE]") || data.startsWith("<")) return true;
        if (!data.isEmpty() && Letters.isLetter(data.charAt(0))) return true;
        if (!data.startsWith("{") && !data.startsWith("[")) return false;
        try {
            LenientJson.read(data);
            return true;
        } catch (JsonError _) {
            return false;
        }
    }

    /// How many characters are held: the block in progress.
    public int held() {
        return held.length() + fields.held();
    }

    /// The text that has not come out in an event: the block in progress, or after [#end] an incomplete rest.
    public String remainder() {
        return held.toString();
    }
}
