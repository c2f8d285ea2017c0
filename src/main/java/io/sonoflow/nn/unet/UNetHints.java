package io.sonoflow.nn.unet;

/**
 * What weights of other programs do not tell about their U-Net, from somebody who knows. Files of ours say it themselves.
 *
 * @param size side of the images in pixels; 0 = the one for which guided-diffusion takes these multipliers, else the one at
 *          which the finest attention is at 16 px
 * @param heads of each attention layer; 0 = 4
 * @param headChannels channels of each head, instead of their number; 0 = their number counts
 * @param order null = legacy
 */
public record UNetHints(int size, int heads, int headChannels, AttentionOrder order) {

	/** As published. */
	public static final UNetHints NONE = new UNetHints(0, 0, 0, null);
}
