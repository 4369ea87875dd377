/// The shape of an answer: whole, or an event stream. The first bytes of a body tell what it is, and what came in one
/// shape is told in the other. The formats' own readers and writers stay as they are.
///
/// *Invariant:* an answer says the same in both shapes, and what is not complete in one is not complete in the other.
package llmrouter.protocol.shape;
