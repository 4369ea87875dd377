package llmrouter.sse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import llmrouter.json.JsonError;
import llmrouter.json.lenient.LenientJson;
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
///
/// The caller of [#begin] and [#next] gets one event at a time. Between two of them it may take whole blocks out of the
/// fragment itself, which are then not cut ([#start], [#skip]).
public final class SseDecoder {
    private static final String BOM = "\uFEFF";
    private static final String BOM_BYTES = "\u00EF\u00BB\u00BF";

    private final int limit;
    private final SseFields fields = new SseFields();
    private String fragment = "";
    /// How much of the fragment has been read.
    private int at;
    /// Of the fragment; null until one is looked for.
    private LineEnds ends;
    /// Blocks that are complete and have not come out: two at most.
    private final ArrayDeque<SseEvent> complete = new ArrayDeque<>(2);
    /// Whether a block of the fragment has come out.
    private boolean any;
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
    public List<SseEvent> feed(String next) {
        begin(next);
        var out = new ArrayList<SseEvent>();
        for (SseEvent event = next(); event != null; event = next()) out.add(event);
        return out;
    }

    /// Takes the next fragment. The one before must have been read to its end.
    /// @throws SseOverflow a block passed the limit
    public void begin(String next) {
        if (overflow) throw new SseOverflow(limit);
        fragment = next;
        at = 0;
        block = 0;
        ends = null;
        any = false;
    }

    /// The next block that the fragment completes, or null if there is none any more.
    /// @throws SseOverflow a block passed the limit, and no block of the fragment came out before it
    public SseEvent next() {
        while (complete.isEmpty() && at < fragment.length() && !overflow && advance()) { }
        SseEvent event = complete.poll();
        any |= event != null;
        if (event == null) keep();
        return event;
    }

    /// Keeps the unfinished block.
    private void keep() {
        held.append(fragment, block, fragment.length());
        fragment = "";
        at = 0;
        block = 0;
        if (held.length() > limit) overflow = true;
        if (overflow && !any) throw new SseOverflow(limit);
    }

    /// The fragment that is being read.
    public String fragment() {
        return fragment;
    }

    /// Where the fragment goes on, if a block begins there as one does behind a blank line; else -1. A whole block that
    /// stands there would come out as if it stood alone.
    public int start() {
        boolean begins = at == block && held.isEmpty() && complete.isEmpty();
        return begins && started && !afterCr && !loose && !overflow ? at : -1;
    }

    /// Leaves out whole blocks from [#start] on, of which the last ends with LF.
    public void skip(int to) {
        at = to;
        block = to;
        loneCr = false;
        any = true;
    }

    /// Goes on by one line or the end of one; returns whether there was a whole one.
    private boolean advance() {
        boolean close;
        if (afterCr) {
            close = closing;
            at += afterCr(fragment.charAt(at));
        } else {
            if (ends == null) ends = new LineEnds(fragment);
            int end = ends.next(at);
            if (end < 0) return false;
            boolean blank = line(fragment, end);
            lineEnd(fragment.charAt(end) == '\r', blank);
            close = blank && !closing;
            at = end + 1;
        }
        line = held.length() + at - block;
        if (inData) afterData = line;
        if (close) close();
        else if (loose && inData && fields.isWhole()) endWithoutBlank();
        return true;
    }

    /// A blank line, which ends where the fragment goes on, closes the block.
    private void close() {
        String raw = raw(block, at);
        add(event(fields.data(), raw));
        block = at;
        loose = false;
    }

    private void add(SseEvent event) {
        if (event.raw().length() > limit) overflow = true;
        else complete.add(event);
    }

    /// Ends the event whose data has come without a blank line. The lines behind its data belong to the next one.
    private void endWithoutBlank() {
        add(fields.event());
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
    private boolean line(String fragment, int end) {
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
        take(s, from, to);
        return false;
    }

    private void take(String s, int from, int to) {
        if (fields.beginsAnother(s, from, to, loose)) {
            endWithoutBlank();
            loose = true;
        }
        inData = fields.line(s, from, to);
    }

    private static int afterBom(String s, int from) {
        if (s.startsWith(BOM, from)) return from + 1;
        return s.startsWith(BOM_BYTES, from) ? from + 3 : from;
    }

    private String raw(int from, int to) {
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
        if (closing) return List.of(event(fields.data(), raw(0, 0)));
        String torn = held.substring(line);
        int from = started ? 0 : afterBom(torn, 0);
        boolean tornData = torn.startsWith("data:", from) || SseFields.isBare(torn, from, torn.length());
        if (tornData) take(torn, from, torn.length());
        var out = new ArrayList<SseEvent>(complete);
        String data = fields.data();
        if (data == null && SseFields.isWords(held.toString())) return List.of(words());
        if (data == null || !torn.isEmpty() && !isWhole(data)) return out;
        if (!tornData) held.setLength(line);
        out.add(event(data, raw(0, 0)));
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
