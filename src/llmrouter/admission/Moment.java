package llmrouter.admission;

/// The gateway at the time of a request.
///
/// @param epochSeconds since 1970
/// @param stateTrouble       what keeps the routing state from being stored or shared as configured, or null
/// @param configRefusedSince since when a changed configuration is refused, in seconds since 1970; 0 if none is
public record Moment(long epochSeconds, GatewayStage stage, String stateTrouble, long configRefusedSince) {}
