package llmrouter.state.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.SkipReason;
import llmrouter.state.redis.RespValue.RespList;
import llmrouter.state.redis.RespValue.RespNumber;
import llmrouter.state.redis.RespValue.RespText;

/// What [RedisScripts#PICK] replied. A reply that is not of this kind is an [IOException], whatever it is.
sealed interface PickReply {
    /// Longest wait that a cap can mean: windows have at most this many milliseconds (100 years).
    long LONGEST_WAIT_MS = 100L * 366 * 86_400_000;
    /// More times the tokens that were estimated, in thousandths, are no measurement.
    long LARGEST_SCALE = 1_000_000;

    /// @param foreign issuers of signatures of other providers
    record Chosen(int index, boolean lastResort, boolean probe, Set<String> refused, Map<String, String> foreign,
        long scale, List<Skip> skips) implements PickReply {}

    record Capped(long waitMs, String cap, List<Skip> skips) implements PickReply {}

    record NoneLeft(List<Skip> skips) implements PickReply {}

    /// How large a reply may be: what scripts learn is bounded, skips and signatures are those of the request.
    static int largest(PickRequest q) {
        return (32 << 10) + (q.choices().size() << 10) + (q.signatures().size() << 10);
    }

    static PickReply of(PickRequest q, RespValue reply) throws IOException {
        try {
            return read(q, ((RespList) reply).items());
        } catch (ClassCastException | IndexOutOfBoundsException | NoSuchElementException
                | IllegalArgumentException _) {
            throw RedisTable.unexpected("EVALSHA");
        }
    }

    private static PickReply read(PickRequest q, List<RespValue> v) {
        return switch (text(v.getFirst())) {
            case "chosen" -> {
                int index = index(q, v.get(1));
                List<Skip> skips = skips(q, v.get(7));
                skips.removeIf(s -> s.ref().equals(q.choices().get(index).ref()));
                yield new Chosen(index, number(v.get(2)) == 1, number(v.get(3)) == 1, Set.copyOf(texts(v.get(4))),
                    pairs(texts(v.get(5))), Math.clamp(number(v.get(6)), 0, LARGEST_SCALE), skips);
            }
            case "capped" -> new Capped(Math.clamp(number(v.get(1)), 0, LONGEST_WAIT_MS), text(v.get(2)),
                skips(q, v.get(3)));
            case "none-left" -> new NoneLeft(skips(q, v.get(1)));
            default -> throw new IllegalArgumentException("no result of a pick: " + text(v.getFirst()));
        };
    }

    private static int place(PickRequest q, RespValue value) {
        return Math.clamp(number(value), -1, q.choices().size());
    }

    /// A candidate that was asked for.
    private static int index(PickRequest q, RespValue value) {
        int index = place(q, value);
        if (index >= 0 && index < q.choices().size() && q.asksFor(index)) return index;
        throw new IllegalArgumentException("a candidate that was not asked for: " + index);
    }

    /// @param flat keys and values in turn
    private static Map<String, String> pairs(List<String> flat) {
        var pairs = new HashMap<String, String>();
        for (int i = 0; i + 1 < flat.size(); i += 2) pairs.put(flat.get(i), flat.get(i + 1));
        return pairs;
    }

    private static List<Skip> skips(PickRequest q, RespValue value) {
        var skips = new ArrayList<Skip>();
        for (RespValue skip : ((RespList) value).items()) {
            List<RespValue> words = ((RespList) skip).items();
            List<SkipReason> reasons = words.subList(1, words.size()).stream().map(PickReply::reason).toList();
            skips.add(new Skip(q.choices().get(place(q, words.getFirst())).ref(), reasons));
        }
        return skips;
    }

    /// @throws IllegalArgumentException the reply is not a word that [RedisScripts#PICK] uses
    private static SkipReason reason(RespValue word) {
        if (SkipReason.parse(text(word)) instanceof SkipReason known) return known;
        throw new IllegalArgumentException("no reason for skipping: " + text(word));
    }

    static String text(RespValue value) {
        return ((RespText) value).text();
    }

    static long number(RespValue value) {
        return ((RespNumber) value).number();
    }

    static List<String> texts(RespValue value) {
        return ((RespList) value).items().stream().map(PickReply::text).toList();
    }
}
