package llmrouter.protocol.request;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.chat.Losses;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;

/// Brings tool calls and their results into the order that every vendor insists on: each call is answered in the turn
/// right after it, once, in the order of the calls. A call without a result gets an error as its result, a result
/// without a call becomes text; the ledger names both. Ids are made valid and unique, and a call and its result have
/// the same id.
public final class TurnPairing {
    private static final String UNANSWERED =
        "The tool call was not answered: the conversation went on without its result.";

    private final List<Turn> turns;
    private final Losses losses;
    private final ToolNames ids = new ToolNames();
    private final List<Turn> paired = new ArrayList<>();

    private TurnPairing(List<Turn> turns, Losses losses) {
        this.turns = turns;
        this.losses = losses;
    }

    public static List<Turn> repair(List<Turn> turns, Losses losses) {
        return new TurnPairing(turns, losses).run();
    }

    private List<Turn> run() {
        for (int i = 0; i < turns.size(); ) {
            Turn turn = turns.get(i++);
            if (turn.role() != Role.ASSISTANT || !calls(turn)) {
                add(turn.role(), others(turn.parts(), new Uses(List.of())));
                continue;
            }
            var parts = new ArrayList<>(turn.parts());
            while (i < turns.size() && turns.get(i).role() == Role.ASSISTANT) {
                Paragraphs.add(parts, turns.get(i++).parts());
            }
            int end = i;
            while (end < turns.size() && turns.get(end).role() != Role.ASSISTANT) end++;
            answer(parts, turns.subList(i, end));
            i = end;
        }
        return paired;
    }

    private static boolean calls(Turn turn) {
        for (Part part : turn.parts()) {
            if (part instanceof ToolCallPart) return true;
        }
        return false;
    }

    private void add(Role role, List<Part> parts) {
        if (!parts.isEmpty()) paired.add(new Turn(role, parts));
    }

    private void answer(List<Part> spoken, List<Turn> following) {
        var uses = new Uses(following);
        var said = new ArrayList<Part>(spoken.size());
        var results = new ArrayList<Part>(2);
        for (Part part : spoken) {
            if (part instanceof ToolCallPart call) {
                String id = ids.fresh(call.id());
                said.add(id.equals(call.id()) ? call
                    : new ToolCallPart(id, call.name(), call.arguments(), call.cache(), call.kind()));
                results.add(result(uses.take(call.id()), id));
            } else {
                said.add(part);
            }
        }
        add(Role.ASSISTANT, said);
        boolean first = true;
        for (Turn turn : following) {
            List<Part> rest = others(turn.parts(), uses);
            if (first && turn.role() == Role.USER) results.addAll(rest);
            if (first) add(Role.USER, results);
            if (!first || turn.role() != Role.USER) add(turn.role(), rest);
            first = false;
        }
        if (first) add(Role.USER, results);
    }

    private Part result(ToolResultPart found, String id) {
        if (found != null && found.id().equals(id)) return found;
        if (found != null) return new ToolResultPart(id, found.parts(), found.isError(), found.cache());
        losses.approximated("tool_call", "its result is missing so an error stands there");
        return new ToolResultPart(id, List.of(new TextPart(UNANSWERED)), true, null);
    }

    /// All parts except the results that were used; other results become text.
    private List<Part> others(List<Part> parts, Uses uses) {
        if (uses.tookAll(parts)) return List.of();
        var rest = new ArrayList<Part>(parts.size());
        for (Part part : parts) {
            if (!(part instanceof ToolResultPart result)) {
                rest.add(part);
            } else if (!uses.nextWasTaken()) {
                losses.approximated("tool_result", "sent as text because no call is open");
                rest.add(new TextPart("Result of tool call " + result.id() + ", for which no call is open:"));
                rest.addAll(result.parts());
            }
        }
        return rest;
    }

    /// The results that follow a turn, and which of them have been used. Nearly all clients send them in the order of
    /// the calls; for others they are found by the ids of their calls.
    private static final class Uses {
        private final List<ToolResultPart> results = new ArrayList<>(2);
        private final boolean[] taken;
        /// How many were taken in their order.
        private int inOrder;
        /// The numbers of the others by id; null as long as all are taken in their order.
        private Map<String, ArrayDeque<Integer>> waiting;
        private int next;

        Uses(List<Turn> turns) {
            for (Turn turn : turns) {
                for (Part part : turn.parts()) {
                    if (part instanceof ToolResultPart result) results.add(result);
                }
            }
            taken = new boolean[results.size()];
        }

        ToolResultPart take(String id) {
            if (waiting == null && inOrder < results.size() && results.get(inOrder).id().equals(id)) {
                taken[inOrder] = true;
                return results.get(inOrder++);
            }
            if (waiting == null) waiting = others();
            ArrayDeque<Integer> numbers = waiting.get(id);
            if (numbers == null || numbers.isEmpty()) return null;
            int number = numbers.poll();
            taken[number] = true;
            return results.get(number);
        }

        private Map<String, ArrayDeque<Integer>> others() {
            var others = new HashMap<String, ArrayDeque<Integer>>();
            for (int i = inOrder; i < results.size(); i++) {
                others.computeIfAbsent(results.get(i).id(), _ -> new ArrayDeque<>()).add(i);
            }
            return others;
        }

        /// Whether parts are nothing but the next results, and all of them were taken; if so, they are passed.
        boolean tookAll(List<Part> parts) {
            if (next + parts.size() > taken.length) return false;
            for (int i = 0; i < parts.size(); i++) {
                if (!(parts.get(i) instanceof ToolResultPart) || !taken[next + i]) return false;
            }
            next += parts.size();
            return true;
        }

        /// Whether the next result in reading order was taken; results outside any answer never are.
        boolean nextWasTaken() {
            return next < taken.length && taken[next++];
        }
    }
}
