package llmrouter.server.connections;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.memory.HeapBudgets;
import llmrouter.memory.HeapShares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestRoomTest {
    private static final int HEAD = 1000;
    private static final ConnectionLimits SIXTEEN = new ConnectionLimits(16, 16, 4, 4, 40, 8_000, false);
    /// Has 100,000 bytes for large headers.
    private static final long HEAP = 12_800_000;

    private final HeapBudgets heap = HeapBudgets.of(HeapShares.of(HEAP), _ -> {});

    private static List<RequestRoom.Place> fill(RequestRoom room, String address, int count) {
        var places = new ArrayList<RequestRoom.Place>();
        for (int i = 0; i < count; i++) {
            RequestRoom.Place place = room.place(address, HEAD);
            assertNull(place.take());
            places.add(place);
        }
        return places;
    }

    private static String refusal(RequestRoom room, String address, int headBytes) {
        try (RequestRoom.Place place = room.place(address, headBytes)) {
            return place.take();
        }
    }

    @Test
    void oneAddressLeavesAnEighthToOthers() {
        var room = new RequestRoom(SIXTEEN, heap, false);
        List<RequestRoom.Place> places = fill(room, "10.0.0.1", 14);
        assertTrue(refusal(room, "10.0.0.1", HEAD).contains("This address has too many"));
        fill(room, "10.0.0.2", 2);
        assertTrue(refusal(room, "10.0.0.3", HEAD).startsWith("The gateway has too many"));
        places.forEach(RequestRoom.Place::close);
        places.forEach(RequestRoom.Place::close);
        fill(room, "10.0.0.1", 14);
        assertNotNull(refusal(room, "10.0.0.1", HEAD));
    }

    @Test
    void aGatewayOnALoopbackAddressSharesNothing() {
        var room = new RequestRoom(SIXTEEN, heap, true);
        fill(room, "127.0.0.1", 16);
    }

    @Test
    void largeHeadersHaveABudgetAndUsualOnesHaveNone() {
        var room = new RequestRoom(SIXTEEN, heap, false);
        assertNull(room.place("10.0.0.1", 90_000).take());
        assertTrue(refusal(room, "10.0.0.2", 90_000).contains("large header"));
        fill(room, "10.0.0.2", 14);
    }

    @Test
    void whatBodiesAndAnswersFillIsMissingForRequests() {
        var room = new RequestRoom(SIXTEEN, heap, false);
        assertTrue(heap.bodies().tryTake(heap.shares().bodies()));
        long answers = heap.shares().common() - heap.shares().bodies() - 12_000;
        assertTrue(heap.answers().tryTake(answers));
        List<RequestRoom.Place> places = fill(room, "10.0.0.1", 1);
        assertTrue(refusal(room, "10.0.0.1", HEAD).contains("memory is in use"));
        places.getFirst().close();
        assertEquals(0, heap.requests().taken());
        heap.answers().give(100_000);
        fill(room, "10.0.0.1", 13);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.9.9.9", "127.0.0.1,::1", "2001:db8::1,2001:db8:0:0:ffff::2",
        "10.0.0.1,::ffff:10.0.0.1", "10.0.0.1,10.0.0.1:4711", "unknown,_hidden"})
    void addressesOfOneNetworkAreOne(String one, String other) {
        assertEquals(RequestRoom.network(one), RequestRoom.network(other));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1,10.0.0.2", "2001:db8::1,2001:db8:1::1", "10.0.0.1,unknown"})
    void addressesOfDifferentNetworksAreNot(String one, String other) {
        assertTrue(!RequestRoom.network(one).equals(RequestRoom.network(other)));
    }
}
