/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.nn.translate;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.unet.UNetConfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that makes a translator.
 *
 * @param direction which way it goes
 * @param size side of the squares that it sees, pixels, a multiple of {@value #DIVISOR}
 * @param window frames that it sees at once, odd; the one in the middle is made
 * @param base channels of the finest level, a multiple of {@value #GROUPS}
 * @param diffusion whether the second network draws by diffusion, else in one pass
 */
public record TranslatorConfig(Direction direction, int size, int window, int base, boolean diffusion) {

	/** What {@code architecture} says in a file's header. */
	public static final String NAME = "translator";

	/** What sides of squares are multiples of. */
	public static final int DIVISOR = 8;

	/** Groups of the norms: with one channel a group a network could not tell bright from dark. */
	public static final int GROUPS = 8;

	/** Time steps of the diffusion, cosine schedule. */
	public static final int TIMESTEPS = 1000;

	private static final int MOST_BASE = 1024, MOST_WINDOW = 65, HEADS = 4;
	private static final List<Double> ANATOMY = List.of(1.0, 2.0, 3.0, 4.0), DENOISER = List.of(1.0, 2.0, 2.0);
	private static final String DIFFUSION = "diffusion";
	private static final List<String> KEYS = List.of(ModelConfig.FORMAT, "architecture", "direction", "size", "window", "base",
		"denoiser");

	/** @throws SonoflowException.Input if there can be no such network */
	public TranslatorConfig {
		if (size < 2 * DIVISOR || size > ModelConfig.MAX_SIZE || size % DIVISOR != 0) throw new SonoflowException.Input("size=" +
			size + " is impossible: the networks halve it three times, so it must be a multiple of " + DIVISOR + " from " + 2 *
				DIVISOR + " on. Give size=" + Math.max(2 * DIVISOR, Math.min(size, ModelConfig.MAX_SIZE) / DIVISOR * DIVISOR) + ".");
		if (window < 1 || window > MOST_WINDOW || window % 2 == 0) throw new SonoflowException.Input("window=" + window +
			" is impossible: the frame in the middle is made, so it must be odd, 1 to " + MOST_WINDOW + ". Give window=" + Math.min(
				MOST_WINDOW, Math.max(1, window | 1)) + ".");
		if (base < GROUPS || base > MOST_BASE || base % GROUPS != 0) throw new SonoflowException.Input("base=" + base +
			" is impossible: it must be a multiple of " + GROUPS + ", " + GROUPS + " to " + MOST_BASE + ". Give base=32, say.");
	}

	/** {@return the network that fills the region: of each frame of the window the picture and where the region is} */
	public UNetConfig anatomy() {
		return network(ANATOMY, 2 * window);
	}

	/** {@return the network that restores speckle: of one frame the filled picture, the region, and noise or a noisy picture} */
	public UNetConfig denoiser() {
		return network(DENOISER, 2 * direction.channels() + 1);
	}

	private UNetConfig network(final List<Double> multipliers, final int channels) {
		return UNetConfig.builder(size).base(base).multipliers(multipliers).blocks(1).attention(List.of()).heads(HEADS).channels(
			channels).outputs(direction.channels()).groups(GROUPS).build();
	}

	/** {@return frames before the one in the middle, and after it} */
	public int half() {
		return window / 2;
	}

	/** {@return as the texts of a file's header} */
	Map<String, String> header() {
		final Map<String, String> texts = new LinkedHashMap<>();
		final Object[] values = { ModelConfig.VERSION, NAME, direction.key(), size, window, base, denoiserKey() };
		for (int i = 0; i < values.length; i++)
			texts.put(KEYS.get(i), String.valueOf(values[i]));
		return texts;
	}

	/** {@return unet or diffusion} */
	public String denoiserKey() {
		return diffusion ? DIFFUSION : "unet";
	}

	/** {@return a header without what {@link #header} wrote} */
	static Map<String, String> notes(final Map<String, String> texts) {
		final Map<String, String> notes = new LinkedHashMap<>(texts);
		notes.keySet().removeAll(KEYS);
		return notes;
	}

	/**
	 * @param source the file, for messages
	 * @throws SonoflowException.File if it is no translator, damaged, or of a later version
	 */
	static TranslatorConfig read(final Map<String, String> texts, final String source) {
		if (!NAME.equals(texts.get("architecture"))) throw new SonoflowException.File(source + " is no translator" + (texts
			.containsKey("architecture") ? ", but a model of the architecture " + texts.get("architecture") : "") +
			". Give the model.safetensors of \"Train Translator...\".");
		try {
			if (Integer.parseInt(texts.get(ModelConfig.FORMAT)) > ModelConfig.VERSION) throw new SonoflowException.File(source +
				" was written by a later version of Sonoflow. Update Sonoflow.");
			final String denoiser = texts.get("denoiser");
			if (!DIFFUSION.equals(denoiser) && !"unet".equals(denoiser)) throw new IllegalArgumentException("denoiser " + denoiser);
			return new TranslatorConfig(Direction.of(texts.get("direction")), Integer.parseInt(texts.get("size")), Integer.parseInt(
				texts.get("window")), Integer.parseInt(texts.get("base")), DIFFUSION.equals(denoiser));
		}
		catch (final IllegalArgumentException | NullPointerException | SonoflowException.Input e) {
			throw new SonoflowException.File("The configuration in the header of " + source + " is damaged (" + e.getMessage() +
				"). Train the translator again, or take another copy of the file.", e);
		}
	}
}
