package llmrouter.routing.lines;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;
import llmrouter.json.Json;
import llmrouter.routing.Asking;
import llmrouter.routing.Choice;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.Reservation;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PickLinesTest {
    private static final Choice CHOICE = Asking.choice("p", 1.5, Asking.requests("p/b", 3, Asking.MINUTE));

    private static PickRequest question(List<Integer> barred) {
        return new PickRequest("alias", Strategy.AUTO, List.of(CHOICE), 1, new LinkedHashSet<>(barred), -1, "talk", 9,
            List.of("s"));
    }

    private static PickResult answer(List<String> names) {
        var foreign = new LinkedHashMap<String, String>();
        for (String name : names) foreign.put(name, "q");
        var reservation = new Reservation("p/m", List.of(new Reservation.Held("p/b", 60_000)), 9, true, "lease", "");
        return new PickResult.Chosen(0, reservation, false, new LinkedHashSet<>(names), foreign, 1100, List.of());
    }

    private static List<String> names() {
        return new ArrayList<>(List.of("+a", "b", "c", "d", "e"));
    }

    @Test
    void aQuestionAndAnAnswerAreReadAsTheyWereWritten() {
        assertEquals(question(List.of(0, 2)), PickLines.request(parsed(PickLines.json(question(List.of(0, 2))))));
        assertEquals(answer(names()), PickLines.result(parsed(PickLines.json(answer(names())))));
    }

    private static Json.Obj parsed(Json.Obj json) {
        return (Json.Obj) Json.parse(json.toString());
    }

    @Test
    void whatHasNoOrderIsAlwaysWrittenInTheSameOne() {
        assertEquals(PickLines.json(question(List.of(1, 2, 3))).toString(),
            PickLines.json(question(List.of(3, 1, 2))).toString());
        assertEquals(PickLines.json(answer(names())).toString(), PickLines.json(answer(names().reversed())).toString());
    }
}
