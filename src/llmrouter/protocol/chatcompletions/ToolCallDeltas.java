package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ToolKind;
import llmrouter.protocol.answer.ArgumentScan;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.chatcompletions.members.SealedMembers;
import llmrouter.text.Ws;

/// Finds the call that a delta belongs to, and passes the delta to the sequencer.
///
/// The vendor keys deltas by `index` and gives id and name once. Others leave the index out, send 0 always, count it up
/// with every delta, repeat id or name, split the name, or send arguments first. So: a known id names its call,
/// whatever the index; else the index does; else the delta belongs to the last call. It opens a new one if it brings a
/// name together with a new id, or with a sign that the known call is past its beginning. A call is opened when its
/// name is known and its arguments begin, at the latest at the end.
final class ToolCallDeltas {
    private final BlockSequencer sequencer;
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Call> byId = new HashMap<>();
    private final Map<Long, Call> byIndex = new HashMap<>();

    private static final class Call {
        final BlockSequencer.Place place;
        final ArgumentScan scan = new ArgumentScan();
        String id;
        String name;
        ToolKind kind = ToolKind.FUNCTION;

        Call(BlockSequencer.Place place) {
            this.place = place;
        }

        AnswerEvent.Block block() {
            return new AnswerEvent.Block.ToolCallBlock(id, name, kind);
        }
    }

    ToolCallDeltas(BlockSequencer sequencer) {
        this.sequencer = sequencer;
    }

    /// Whether a call was made.
    boolean any() {
        for (Call call : calls) {
            if (call.name != null) return true;
        }
        return false;
    }

    void take(ToolCallFields delta, Consumer<AnswerEvent> out) {
        Call call = callOf(delta);
        if (delta.id() != null && call.id == null) call.id = delta.id();
        if (delta.name() != null) named(call, delta.name());
        if (delta.kind().freeform()) call.kind = delta.kind();
        call.scan.feed(delta.arguments());
        sequencer.delta(call.place, delta.arguments(), out);
        if (call.place.closed() && !Ws.blank(delta.arguments())) {
            out.accept(new AnswerEvent.Skipped("arguments for the tool call '" + call.name
                + "' after it was complete"));
        }
        if (call.name != null && !call.scan.isEmpty()) sequencer.name(call.place, call.block());
        if (call.scan.complete() && !call.kind.freeform()) sequencer.mayEnd(call.place);
        sequencer.advance(out);
    }

    /// No more deltas come: calls without arguments can be opened now.
    void finish() {
        for (Call call : calls) {
            if (call.name != null) sequencer.name(call.place, call.block());
        }
    }

    private Call callOf(ToolCallFields delta) {
        Call known = delta.id() == null ? null : byId.get(delta.id());
        if (known == null && delta.index() >= 0) known = byIndex.get(delta.index());
        if (known == null && delta.index() < 0 && delta.id() == null && !calls.isEmpty()) known = calls.getLast();
        if (known == null || startsAnother(known, delta)) {
            seal(delta, null);
            known = new Call(sequencer.add(null));
            calls.add(known);
        } else {
            seal(delta, known);
        }
        if (delta.id() != null) byId.put(delta.id(), known);
        if (delta.index() >= 0) byIndex.put(delta.index(), known);
        return known;
    }

    /// The block of members that only the issuer understands stands before the call, or behind it if they come late.
    ///
    /// @param known the call if it was known before
    private void seal(ToolCallFields delta, Call known) {
        if (delta.extra() == null) return;
        String id = delta.id() != null || known == null ? delta.id() : known.id;
        var members = SealedMembers.ofCall(id, delta.extra(), known != null);
        sequencer.done(sequencer.add(new AnswerEvent.Block.RedactedThinkingBlock(members.seal())));
    }

    private static boolean startsAnother(Call known, ToolCallFields delta) {
        if (delta.name() == null) return false;
        if (delta.id() != null && known.id != null && !delta.id().equals(known.id)) return true;
        if (known.name == null || known.scan.isEmpty()) return false;
        if (!delta.name().equals(known.name)) return true;
        return delta.id() == null && known.scan.complete() && !Ws.blank(delta.arguments());
    }

    /// A name that comes again is a repetition, one that begins with what is known replaces it, anything else continues
    /// it.
    private static void named(Call call, String name) {
        if (call.place.block() != null || name.equals(call.name)) return;
        call.name = call.name == null || name.startsWith(call.name) ? name : call.name + name;
    }
}
