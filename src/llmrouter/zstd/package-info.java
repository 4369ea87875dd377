/// Zstandard (RFC 8878), decoding only: frames of bytes to the content they stand for. [llmrouter.zstd.ZstdDecoder] is
/// fed pieces of any size and gives the content block by block. A frame is made of blocks; a block is made of
/// literals, which are bytes under a Huffman code, and of sequences, which say how many literals to copy and which
/// earlier content to repeat. Frames that need a dictionary are refused.
///
/// *Invariant:* whatever the bytes are, decoding ends, reads nothing outside its piece, takes no more memory than the
/// limit and one block, and fails with nothing but [llmrouter.zstd.ZstdException].
package llmrouter.zstd;
