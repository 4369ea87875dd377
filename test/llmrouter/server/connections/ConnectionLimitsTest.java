package llmrouter.server.connections;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.memory.HeapShares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConnectionLimitsTest {
    private static final long MIB = 1 << 20;
    private static final int USUAL = 4096;

    @ParameterizedTest
    @CsvSource({"64,false,1048576,249", "256,false,1048576,1171", "256,true,1048576,669", "6000,false,1048576,4096",
        "6000,false,4096,1344", "6000,false,128,21"})
    void requestsFitIntoTheHeapAndTheOpenFiles(long mib, boolean tls, long files, int requests) {
        ConnectionLimits limits = ConnectionLimits.of(USUAL, tls, mib * MIB, files);
        assertEquals(requests, limits.requests());
        assertTrue(limits.sockets() + limits.requests() + 64 <= files, limits.line());
        assertTrue(limits.idle() <= limits.sockets() / 2, limits.line());
        HeapShares shares = HeapShares.of(mib * MIB);
        assertTrue(limits.heads() * 200L * 1024 <= shares.heads(), limits.line());
        assertTrue(limits.idle() * 22L * 1024 <= shares.idle(), limits.line());
        assertTrue((long) limits.requests() * limits.bytes() <= shares.requests(), limits.line());
        assertEquals(requests < USUAL, limits.warning() != null);
    }

    @Test
    void whatLimitsThemIsNamedWithWhatToDo() {
        ConnectionLimits byFiles = ConnectionLimits.of(USUAL, false, 256 * MIB, 64);
        assertEquals("Connections: 4 requests at the same time, 4 more whose header is being read, 2 idle connections, "
            + "8 connections in all. The limit of open files (ulimit -n) allows no more.", byFiles.line());
        assertEquals("LLM_ROUTER_MAX_CONNECTIONS is 4096, but the limit of open files allows 4 requests at the same "
            + "time; let the gateway open more files (ulimit -n), or lower the setting", byFiles.warning());
        ConnectionLimits byHeap = ConnectionLimits.of(USUAL, false, 64 * MIB, 1 << 20);
        assertTrue(byHeap.line().endsWith(" connections in all."), byHeap.line());
        assertEquals("give the gateway a larger heap (-Xmx)", byHeap.remedy());
        assertEquals("raise LLM_ROUTER_MAX_CONNECTIONS", ConnectionLimits.of(5, false, 256 * MIB, 1 << 20).remedy());
    }

    @ParameterizedTest
    @CsvSource({"5", "1"})
    void aLimitThatFitsIsKept(int wanted) {
        ConnectionLimits limits = ConnectionLimits.of(wanted, false, 256 * MIB, 1 << 20);
        assertEquals(wanted, limits.requests());
        assertEquals(null, limits.warning());
    }
}
