package llmrouter.memory;

/// What the gateway may hold of each kind of input, in bytes of the heap. What remains is for everything else: the
/// program itself, its state, the threads, and what one request needs while it is worked on.
///
/// The shares are of the largest heap that the JVM may take (`-Xmx`), so that an operator has one number to set.
///
/// @param heads   headers of requests that are being read
/// @param bodies  bodies of requests, and what is made of them until the request ends
/// @param answers bodies of answers that are held until they are complete, and events that have not ended
public record HeapShares(long heap, long heads, long bodies, long answers) {
    /// @param heap the largest size of the heap, in bytes
    public static HeapShares of(long heap) {
        return new HeapShares(heap, heap / 8, heap / 8 * 3, heap / 16 * 3);
    }

    /// The most that may be kept of answers which clients can refer to.
    public long remembered() {
        return heap / 8;
    }

    /// Of the heap of this process.
    public static HeapShares ofThisProcess() {
        return of(Runtime.getRuntime().maxMemory());
    }

    /// A number of bytes for people: `27 MB`, or `96 KB` if it is less than one.
    public static String shown(long bytes) {
        long mb = bytes >> 20;
        return mb > 0 ? mb + " MB" : (bytes >> 10) + " KB";
    }
}
