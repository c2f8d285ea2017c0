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
package io.sonoflow;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The integer-hash formula by which the reference networks are filled, so that no weights need shipping, and the
 * deterministic inputs (both stated in the READMEs of the reference topics).
 *
 * <pre>
 * JsonObject meta = Fixtures.json("resnet18", "meta");
 * Map&lt;String, HashFill.Parameter&gt; state = HashFill.parameters(meta, "params_1ch");
 * float[] x = HashFill.image(meta.getAsJsonObject("inputs").getAsJsonObject("eval_1ch_224"), HashFill.phase(meta));
 * float[] own = HashFill.image(2234, 2, 1, 224, 224);
 * </pre>
 */
public final class HashFill {

	/** The phase of our own formula-filled networks and images; a set of fixtures states its own. */
	public static final int PHASE = 1;

	/**
	 * A filled parameter.
	 *
	 * @param shape its dimensions
	 * @param data its values in C order
	 */
	public record Parameter(long[] shape, float[] data) {
	}

	private HashFill() {
	}

	/** {@return a JSON file's top object} */
	public static JsonObject json(final Path path) {
		try (Reader reader = Files.newBufferedReader(path)) {
			return JsonParser.parseReader(reader).getAsJsonObject();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** {@return u(p, i) in [-1, 1) for the given phase} */
	public static double u(final long p, final long i, final int phase) {
		final long mask = 0xFFFFFFFFL;
		long h = (i * 2654435761L + (p + 1) * 40503L + phase * 1000003L) & mask;
		h ^= h >>> 16;
		h = (h * 2246822519L) & mask;
		h ^= h >>> 13;
		h = (h * 3266489917L) & mask;
		h ^= h >>> 16;
		return h / 2147483648.0 - 1.0;
	}

	/** {@return u(p, i) in [-1, 1) of phase 1} */
	public static double u(final long p, final long i) {
		return u(p, i, PHASE);
	}

	/** {@return the phase that a JSON file states; 1 if it states none} */
	public static int phase(final JsonObject json) {
		return json.has("phase") ? json.get("phase").getAsInt() : PHASE;
	}

	/**
	 * @param json holds {@code phase} and the list
	 * @param key name of the list of [name, shape, rule]
	 * @return name to filled parameter, in the order of the list
	 */
	public static Map<String, Parameter> parameters(final JsonObject json, final String key) {
		final int phase = phase(json);
		final Map<String, Parameter> result = new LinkedHashMap<>();
		final JsonArray list = json.getAsJsonArray(key);
		for (int p = 0; p < list.size(); p++) {
			final JsonArray entry = list.get(p).getAsJsonArray();
			final long[] shape = shape(entry.get(1));
			result.put(entry.get(0).getAsString(), new Parameter(shape, fill(p, shape, entry.get(2).getAsString(), phase)));
		}
		return result;
	}

	/** {@return a JSON list of whole numbers} */
	public static long[] shape(final JsonElement list) {
		final JsonArray array = list.getAsJsonArray();
		final long[] shape = new long[array.size()];
		for (int d = 0; d < shape.length; d++)
			shape[d] = array.get(d).getAsLong();
		return shape;
	}

	/** {@return the values of parameter p by its rule: {@code w norm bias rmean rvar}} */
	public static float[] fill(final long p, final long[] shape, final String rule, final int phase) {
		long size = 1;
		for (final long dim : shape)
			size *= dim;
		final float[] data = new float[Math.toIntExact(size)];
		final double scale = rule.equals("w") ? Math.sqrt(3.0 / (size / shape[0])) : Double.NaN;
		for (int i = 0; i < data.length; i++) {
			final double u = u(p, i, phase);
			data[i] = (float) switch (rule) {
				case "w" -> scale * u;
				case "norm" -> 1 + 0.1 * u;
				case "bias" -> 0.1 * u;
				case "rmean" -> 0.05 * u;
				case "rvar" -> 1 + 0.2 * u * u;
				default -> throw new IllegalArgumentException("unknown rule " + rule);
			};
		}
		return data;
	}

	/** {@return the deterministic input image(s) of index q and phase 1, (n,c,h,w) in C order} */
	public static float[] image(final long q, final int n, final int c, final int h, final int w) {
		return image(q, PHASE, n, c, h, w);
	}

	private static float[] image(final long q, final int phase, final int n, final int c, final int h, final int w) {
		final float[] x = new float[n * c * h * w];
		int i = 0;
		for (int in = 0; in < n; in++)
			for (int ic = 0; ic < c; ic++)
				for (int y = 0; y < h; y++)
					for (int ix = 0; ix < w; ix++, i++)
						x[i] = (float) (0.7 * Math.sin(0.05 * y + 0.9 * in + 0.4 * ic) * Math.cos(0.07 * ix + 0.3 * in) + 0.5 *
							u(q, i, phase));
		return x;
	}

	/**
	 * @param input a JSON object with {@code shape} (n,c,h,w) and {@code q}
	 * @param phase of the set
	 * @return the deterministic input it describes
	 */
	public static float[] image(final JsonObject input, final int phase) {
		final long[] s = shape(input.get("shape"));
		return image(input.get("q").getAsLong(), phase, (int) s[0], (int) s[1], (int) s[2], (int) s[3]);
	}
}
