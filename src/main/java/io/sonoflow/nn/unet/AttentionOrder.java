package io.sonoflow.nn.unet;

/**
 * How the 3C outputs of an attention layer's {@code qkv} are divided into queries, keys and values of each head. The
 * shapes are the same, so weights do not tell.
 */
public enum AttentionOrder {
	/** By head, then into queries, keys and values: what the published models use. */
	LEGACY,
	/** Into queries, keys and values, then by head: {@code use_new_attention_order} of guided-diffusion. */
	NEW
}
