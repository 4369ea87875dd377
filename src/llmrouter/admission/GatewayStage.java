package llmrouter.admission;

/// Whether a gateway accepts requests.
public enum GatewayStage {
    SERVING,
    /// Another gateway has the address now. Requests on existing connections are still served; each answer closes its
    /// connection.
    HANDING_OVER,
    /// Requests under way are finished; new ones are refused.
    DRAINING;

    /// Whether the gateway will end, and does not listen any more.
    public boolean isEnding() {
        return this != SERVING;
    }
}
