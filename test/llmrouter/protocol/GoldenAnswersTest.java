package llmrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.json.Json;
import llmrouter.json.JsonWriter;
import llmrouter.protocol.AnswerTranslation.GoldenCase;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Every fixture under `test/fixtures/answer` and `test/fixtures/stream`: what the provider sent, and what the client
/// gets.
class GoldenAnswersTest {

    static List<GoldenCase> answers() throws IOException {
        return AnswerTranslation.cases("answer", "json");
    }

    static List<GoldenCase> streams() throws IOException {
        return AnswerTranslation.cases("stream", "sse");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersComeOutAsExpected(GoldenCase golden) {
        assertEquals(golden.out(), JsonWriter.pretty(golden.way().answer((Json.Obj) Json.parse(golden.in()))) + "\n");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamsComeOutAsExpected(GoldenCase golden) {
        assertEquals(golden.out(), golden.way().stream(List.of(golden.in())));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamsComeOutTheSameHoweverTheyAreCut(GoldenCase golden) {
        String in = golden.in();
        assertEquals(golden.out(), golden.way().stream(cut(in, _ -> true)), "character by character");
        assertEquals(golden.out(), golden.way().stream(cut(in, at -> in.charAt(at - 1) == '\n')), "line by line");
        assertEquals(golden.out(), golden.way().stream(cut(in, at -> in.charAt(at) == '\n')), "before each line end");
        for (int seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            assertEquals(golden.out(), golden.way().stream(cut(in, _ -> random.nextInt(20) == 0)),
                "at random, seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamsComeOutTheSameWithOtherLineEnds(GoldenCase golden) {
        for (String end : List.of("\r\n", "\r")) {
            String in = golden.in().replace("\n", end);
            assertEquals(golden.out(), golden.way().stream(List.of(in)), "whole");
            assertEquals(golden.out(), golden.way().stream(cut(in, _ -> true)), "character by character");
        }
    }

    private interface Cut {
        boolean before(int index);
    }

    private static List<String> cut(String text, Cut cut) {
        var fragments = new ArrayList<String>();
        int from = 0;
        for (int at = 1; at < text.length(); at++) {
            if (!cut.before(at)) continue;
            fragments.add(text.substring(from, at));
            from = at;
        }
        fragments.add(text.substring(from));
        return fragments;
    }
}
