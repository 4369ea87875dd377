package llmrouter.routing.lines;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.Bucket.Window;
import llmrouter.json.Json;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Reservation;
import llmrouter.routing.Reservation.Held;
import llmrouter.routing.SkipReason;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PickLinesTest {
    private final Random random = new Random(15);

    @Test
    void aQuestionIsReadBackAsItWasAsked() {
        for (int i = 0; i < 2_000; i++) {
            PickRequest asked = question();
            assertEquals(asked, PickLines.request((Json.Obj) Json.parse(PickLines.json(asked).toString())));
        }
    }

    @Test
    void anAnswerIsReadBackAsItWasGiven() {
        for (int i = 0; i < 2_000; i++) {
            PickResult given = answer();
            assertEquals(given, PickLines.result((Json.Obj) Json.parse(PickLines.json(given).toString())));
        }
    }

    @Test
    void aReportIsReadBackAsItWasMade() {
        for (int i = 0; i < 2_000; i++) {
            var made = new ArrayList<Outcome>();
            for (int n = random.nextInt(5); n > 0; n--) made.add(outcome());
            var line = (Json.Arr) Json.parse(OutcomeLines.json(made).toString());
            assertEquals(made, OutcomeLines.outcomes(line.items()));
        }
    }

    @Test
    void whatHasNoOrderIsAlwaysWrittenInTheSameOne() {
        var one = asking(new LinkedHashSet<>(List.of(1, 2, 3)));
        var other = asking(new LinkedHashSet<>(List.of(3, 1, 2)));
        assertEquals(PickLines.json(one).toString(), PickLines.json(other).toString());
    }

    private static PickRequest asking(Set<Integer> barred) {
        return new PickRequest("route", Strategy.AUTO, List.of(), 0, barred, -1, null, 0, List.of());
    }

    private PickRequest question() {
        var choices = new ArrayList<Choice>();
        for (int n = random.nextInt(4); n > 0; n--) {
            var caps = new ArrayList<Cap>();
            for (int m = random.nextInt(3); m > 0; m--) caps.add(cap());
            choices.add(new Choice(text(), number(), List.copyOf(caps), text()));
        }
        Set<Integer> barred = new HashSet<>();
        for (int n = random.nextInt(3); n > 0; n--) barred.add(random.nextInt(9));
        Strategy[] strategies = Strategy.values();
        return new PickRequest(text(), strategies[random.nextInt(strategies.length)], List.copyOf(choices),
            random.nextInt(9), Set.copyOf(barred), random.nextInt(9) - 1, random.nextBoolean() ? text() : null,
            number(), texts());
    }

    private Cap cap() {
        Bucket.Unit[] units = Bucket.Unit.values();
        Window window = random.nextBoolean() ? null
            : new Window(units[random.nextInt(units.length)], 1 + random.nextInt(99));
        return new Cap(text(), limit(), limit(), limit(), window);
    }

    private PickResult answer() {
        var skipped = new ArrayList<Skip>();
        SkipReason[] reasons = SkipReason.values();
        for (int n = random.nextInt(3); n > 0; n--) {
            skipped.add(new Skip(text(), List.of(reasons[random.nextInt(reasons.length)])));
        }
        return switch (random.nextInt(3)) {
            case 0 -> new PickResult.NoneLeft(List.copyOf(skipped));
            case 1 -> new PickResult.Capped(number(), text(), List.copyOf(skipped));
            default -> new PickResult.Chosen(random.nextInt(9), reservation(), random.nextBoolean(),
                Set.copyOf(texts()), Map.of(text(), text()), number(), List.copyOf(skipped));
        };
    }

    private Outcome outcome() {
        FailureClass[] classes = FailureClass.values();
        return switch (random.nextInt(6)) {
            case 0 -> new Outcome.Healthy(text(), random.nextBoolean() ? text() : null, text());
            case 1 -> new Outcome.Settled(reservation(), random.nextBoolean(), number());
            case 2 -> new Outcome.Failed(text(), classes[random.nextInt(classes.length)], number(), text());
            case 3 -> new Outcome.Refused(text(), text());
            case 4 -> new Outcome.Measured(text(), number());
            default -> new Outcome.Signed(text(), text());
        };
    }

    private Reservation reservation() {
        var held = new ArrayList<Held>();
        for (int n = random.nextInt(3); n > 0; n--) held.add(new Held(text(), number()));
        return new Reservation(text(), List.copyOf(held), number(), random.nextBoolean(),
            random.nextBoolean() ? text() : null, text());
    }

    private Long limit() {
        return random.nextBoolean() ? null : Long.valueOf(number());
    }

    private long number() {
        return random.nextBoolean() ? random.nextInt(100) - 1 : random.nextLong() >>> random.nextInt(60);
    }

    private List<String> texts() {
        Set<String> texts = new HashSet<>();
        for (int n = random.nextInt(4); n > 0; n--) texts.add(text());
        return List.copyOf(texts);
    }

    private String text() {
        String[] parts = {"a", "/", "\"", "\\", "\n", "é", "漢", "😀", "\u0000", "key:", " "};
        var text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) text.append(parts[random.nextInt(parts.length)]);
        return text.toString();
    }
}
