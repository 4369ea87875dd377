package llmrouter.gateway;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.config.Format;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.answer.StreamPipe;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.SplitMix64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Events that are like the one before them but for their words are not parsed, and nothing shows it: neither what the
/// client gets nor what the gateway knows of the stream. A stream that is fed character by character is parsed
/// in full, because only events that come whole are compared with the one before.
class LikeEventsTest {
    private static final int STREAMS = 250;
    private static final RouteResolver ROUTES = new RouteResolver(Story.config(Story.CONFIG));
    private static final SecretWords SECRETS = ConfigSecrets.of(Story.config(Story.CONFIG), List.of());

    /// One side of a comparison.
    private final class Side {
        final List<String> warnings = new ArrayList<>();
        final StreamPipe pipe;
        final Replies replies;
        final StringBuilder told = new StringBuilder();

        Side(Format client, Format provider) {
            Endpoint endpoint = switch (client) {
                case OPENAI -> Endpoint.CHAT;
                case CLAUDE -> Endpoint.MESSAGES;
                case RESPONSES -> Endpoint.RESPONSES;
            };
            String model = switch (provider) {
                case OPENAI -> "a/lone";
                case CLAUDE -> "c/lone";
                case RESPONSES -> "f/lone";
            };
            String turns = client == Format.RESPONSES ? "'input':'hi'"
                : "'max_tokens':9,'messages':[{'role':'user','content':'hi'}]";
            String body = "{'model':'" + model + "','stream':true," + turns + "}";
            var request = Story.request(endpoint, client, body.replace('\'', '"')).hiding(SECRETS);
            var routed = RoutedRequest.of(request, ROUTES, Story.POLICY, new SplitMix64(1));
            var candidate = routed.plan().route().candidates().getFirst();
            var attempt = new RunningAttempt(routed, routed.preparer().prepare(candidate, Set.of(), _ -> false),
                new ExchangeTimers(Story.POLICY), warnings);
            attempt.openPipe();
            pipe = attempt.pipe();
            replies = Replies.unrouted(request);
        }

        /// All that can be known of the stream so far.
        String state() {
            told.append(pipe.take());
            return told.length() + " held " + pipe.held() + " begun " + pipe.hasBegun()
                + " meaningful " + pipe.meaningful() + " complete " + pipe.complete() + " over " + pipe.over()
                + " failed " + pipe.failure() + " " + pipe.failureClass() + " used " + pipe.usage()
                + " sealed " + pipe.seals() + " warned " + warnings;
        }

        void feed(String text, int size) {
            for (int i = 0; i < text.length(); i += size) {
                pipe.feed(text.substring(i, Math.min(text.length(), i + size)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamOfAnyCutIsReadLikeOneThatIsParsedInFull(Format provider) {
        for (Format client : Format.values()) {
            for (int seed = 0; seed < STREAMS; seed++) {
                List<String> events = new OddStreams(provider, client == provider, seed).next();
                compare(client, provider, cut(events, new Random(seed)), seed);
            }
        }
    }

    /// Streams in which other words would do more, or the same words elsewhere something else.
    @Test
    void wordsThatMeanMoreAreReadInFull() {
        String block = "event: message_start\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
            + "\"text_delta\",\"text\":\"WORDS\"},\"message\":{\"model\":\"MODEL\"}}\n\n";
        String number = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":5,\"x\":\"WORDS\"}}\n\n";
        String call = Sent.START.replace("\"type\":\"text\",\"text\":\"\"",
            "\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\"");
        String reasoning = Sent.say("WORDS").replace("\"content\"", "\"reasoning\":\"OTHER\",\"reasoning_content\"");
        String twice = Sent.say("WORDS").replace("\"id\":\"chatcmpl-1\"", "\"id\":\"OTHER\"");
        for (Format client : Format.values()) {
            compare(client, Format.CLAUDE, List.of(Sent.START, block, block.replace("WORDS", "x"), block, Sent.END), 1);
            compare(client, Format.CLAUDE, List.of(call, number.replace("WORDS", "5"), number, number, Sent.END), 1);
            String both = Sent.say("same").replace("\"content\"", "\"reasoning_content\":\"WORDS\",\"content\"");
            compare(client, Format.OPENAI, List.of(both, both.replace("WORDS", "x"), both, Sent.STOP), 1);
            String pair = Sent.say("x").replace("\n\n", "") + Sent.say("WORDS").replace("data: ", "");
            compare(client, Format.OPENAI, List.of(pair, pair.replace("WORDS", "y"), pair, Sent.STOP), 1);
            String two = Sent.delta("x").replace("\n\n", "") + Sent.delta("WORDS").replaceFirst("(?s).*data: ", "");
            compare(client, Format.CLAUDE, List.of(Sent.START, two, two.replace("WORDS", "y"), two, Sent.END), 1);
            String whole = Sent.say("abcde and more").replace("\"delta\"", "\"message\"");
            compare(client, Format.OPENAI, List.of(Sent.say("abc"), Sent.say("d"), Sent.say("e"), whole, Sent.STOP), 1);
            for (String event : List.of(reasoning, twice)) {
                String same = event.replace("WORDS", "x").replace("OTHER", "x");
                String other = event.replace("WORDS", "x").replace("OTHER", "y");
                compare(client, Format.OPENAI, List.of(same, other, same, event.replace("WORDS", ""), Sent.STOP), 1);
            }
            compare(client, Format.OPENAI, List.of(Sent.say("a"), Sent.say("b"), Sent.say("sk-secret-of-a")), 1);
            compare(client, Format.OPENAI, List.of(Sent.say("sk-secret-of-a"), Sent.say("b")), 1);
        }
    }

    /// Event by event, all at once, or at random places.
    private static List<String> cut(List<String> events, Random random) {
        String all = String.join("", events);
        return switch (random.nextInt(4)) {
            case 0 -> events;
            case 1 -> List.of(all);
            default -> {
                var pieces = new ArrayList<String>();
                int most = 1 + random.nextInt(1200);
                for (int at = 0; at < all.length();) {
                    int to = Math.min(all.length(), at + 1 + random.nextInt(most));
                    pieces.add(all.substring(at, to));
                    at = to;
                }
                yield pieces;
            }
        };
    }

    private void compare(Format client, Format provider, List<String> pieces, int seed) {
        var fast = new Side(client, provider);
        var full = new Side(client, provider);
        boolean breaks = seed % 5 == 0;
        int from = 0;
        for (String piece : pieces) {
            if (piece.isEmpty()) continue;
            fast.feed(piece, piece.length());
            full.feed(piece, 1);
            String where = provider + " to " + client + ", seed " + seed + ", after\n"
                + String.join("", pieces.subList(0, ++from));
            String state = full.state();
            assertEquals(state, fast.state(), where);
            assertEquals(full.told.toString(), fast.told.toString(), where);
        }
        if (breaks) {
            var error = ApiError.of(502, ApiError.Kind.API, "It broke.");
            assertEquals(full.pipe.takeWithError(error, full.replies), fast.pipe.takeWithError(error, fast.replies));
            return;
        }
        full.pipe.end();
        fast.pipe.end();
        String where = provider + " to " + client + ", seed " + seed + ", ended\n" + String.join("", pieces);
        assertEquals(full.state(), fast.state(), where);
        assertEquals(full.told.toString(), fast.told.toString(), where);
    }

    /// Parsing takes some 2 KB for each event.
    @Test
    void eventsThatAreAlikeAreNotParsed() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Format provider : Format.values()) {
            for (Format client : Format.values()) {
                var side = new Side(client, provider);
                String start = switch (provider) {
                    case OPENAI -> Sent.ROLE + Sent.say("x");
                    case CLAUDE -> Sent.START + Sent.delta("x");
                    case RESPONSES -> "";
                };
                var pieces = new ArrayList<String>();
                for (int i = 0; i < 2000; i++) {
                    String words = i % 7 == 0 ? "\\n" : " word " + i;
                    pieces.add(switch (provider) {
                        case OPENAI -> Sent.say(words);
                        case CLAUDE -> Sent.delta(words);
                        case RESPONSES -> "event: response.output_text.delta\n"
                            + "data: {\"type\":\"response.output_text.delta\",\"item_id\":"
                            + "\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + words
                            + "\",\"logprobs\":[],\"sequence_number\":"
                            + i + ",\"obfuscation\":\"x" + i + "\"}\n\n";
                    });
                }
                side.pipe.feed(start);
                long thread = Thread.currentThread().threadId();
                long before = threads.getThreadAllocatedBytes(thread);
                for (String piece : pieces) {
                    side.pipe.feed(piece);
                    side.pipe.take();
                }
                long each = (threads.getThreadAllocatedBytes(thread) - before) / pieces.size();
                assertTrue(each < 1200, provider + " to " + client + " takes " + each + " bytes for each event");
            }
        }
    }
}
