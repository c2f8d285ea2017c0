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
package io.sonoflow.image.appearance;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;


import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What the images of a training look like; kept in the model's header, so that an image of another kind is noticed before
 * its prediction is believed.
 *
 * <pre>
 * notes.put(AppearanceRange.KEY, new Appearances(cache::get).range(samples, monitor).encode());
 * AppearanceRange.decode(header).ifPresent(range -&gt; range.doubts(Appearance.of(image)).forEach(monitor::warn));
 * </pre>
 *
 * @param images how many were looked at
 * @param traits mean, standard deviation, least and largest of each trait
 */
public record AppearanceRange(int images, Map<Trait, Stat> traits) {

	/** The key in a file's header. */
	public static final String KEY = "trainingimages";

	/** Images of a homogeneous kind lie within so many standard deviations. */
	private static final double DEVIATIONS = 4;

	private static final String COUNT = "images";

	/** A trait over the images. */
	public record Stat(double mean, double deviation, double least, double largest) {

		static Stat of(final double[] values) {
			double sum = 0;
			double least = Double.POSITIVE_INFINITY;
			double largest = Double.NEGATIVE_INFINITY;
			for (final double value : values) {
				sum += value;
				least = Math.min(least, value);
				largest = Math.max(largest, value);
			}
			final double mean = sum / values.length;
			double squares = 0;
			for (final double value : values)
				squares += (value - mean) * (value - mean);
			return new Stat(mean, Math.sqrt(squares / values.length), least, largest);
		}

		/** {@return -1 below, 1 above, 0 within} */
		int side(final Trait trait, final double value) {
			final double allowed = trait.allowance(largest - least);
			if (value < Math.min(least - allowed, mean - DEVIATIONS * deviation)) return -1;
			return value > Math.max(largest + allowed, mean + DEVIATIONS * deviation) ? 1 : 0;
		}
	}

	/** {@return what images look like together; at least one} */
	public static AppearanceRange of(final List<Appearance> images) {
		final Map<Trait, Stat> traits = new EnumMap<>(Trait.class);
		for (final Trait trait : Trait.values())
			traits.put(trait, Stat.of(images.stream().mapToDouble(each -> each.traits().get(trait)).toArray()));
		return new AppearanceRange(images.size(), traits);
	}

	/** {@return as the text of a file's header} */
	public String encode() {
		final Map<String, Object> texts = new LinkedHashMap<>();
		texts.put(COUNT, images);
		for (final Trait trait : Trait.values()) {
			final Stat stat = traits.get(trait);
			texts.put(trait.key(), DoubleStream.of(stat.mean, stat.deviation, stat.least, stat.largest).map(AppearanceRange::round)
				.boxed().toList());
		}
		return new Gson().toJson(texts);
	}

	/** More digits would only make the header long. */
	private static double round(final double value) {
		return Math.rint(value * 1e5) / 1e5;
	}

	/** {@return what a file's header says; empty if it says nothing that can be understood} */
	public static Optional<AppearanceRange> decode(final Map<String, String> header) {
		final String text = header.get(KEY);
		if (text == null) return Optional.empty();
		try {
			final Map<String, Object> texts = new Gson().fromJson(text, new TypeToken<Map<String, Object>>() {
			}.getType());
			final Map<Trait, Stat> traits = new EnumMap<>(Trait.class);
			for (final Trait trait : Trait.values()) {
				final List<?> numbers = (List<?>) texts.get(trait.key());
				traits.put(trait, new Stat((double) numbers.get(0), (double) numbers.get(1), (double) numbers.get(2),
					(double) numbers.get(3)));
			}
			return Optional.of(new AppearanceRange(((Double) texts.get(COUNT)).intValue(), traits));
		}
		catch (final JsonSyntaxException | ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
			return Optional.empty();
		}
	}

	/**
	 * @return why an image is not of their kind, each in words, the gravest first; empty = nothing speaks against it
	 */
	public List<String> doubts(final Appearance image) {
		final List<String> doubts = new ArrayList<>();
		if (side(Trait.MARGIN, image) > 0) doubts.add("margins take " + Trait.MARGIN.text(image.traits().get(Trait.MARGIN)) +
			" of it" + seen(Trait.MARGIN) + ": an uncropped screen? Use \"Crop Ultrasound...\" first");
		if (side(Trait.SIZE, image) != 0) doubts.add("it has " + image.width() + " x " + image.height() + " pixels" + seen(
			Trait.SIZE));
		if (side(Trait.SHAPE, image) != 0) doubts.add("its width is " + Trait.SHAPE.text(image.traits().get(Trait.SHAPE)) +
			" of its height" + seen(Trait.SHAPE));
		gray(image, Trait.MEAN, "it is darker", "it is brighter, or inverted", doubts);
		gray(image, Trait.DARK, "less of it is black", "more of it is black", doubts);
		gray(image, Trait.CONTRAST, "it has less contrast", "it has more contrast", doubts);
		gray(image, Trait.DETAIL, "it is smoother", "it is rougher", doubts);
		gray(image, Trait.GRAIN, "its structures are wider", "its structures are higher", doubts);
		return doubts;
	}

	private int side(final Trait trait, final Appearance image) {
		return traits.get(trait).side(trait, image.traits().get(trait));
	}

	private void gray(final Appearance image, final Trait trait, final String below, final String above,
		final List<String> doubts)
	{
		final int side = side(trait, image);
		if (side != 0) doubts.add((side < 0 ? below : above) + " (" + trait.key() + " " + trait.text(image.traits().get(
			trait)) + ")" + seen(trait));
	}

	private String seen(final Trait trait) {
		final Stat stat = traits.get(trait);
		final String least = trait.text(stat.least);
		final String largest = trait.text(stat.largest);
		return " (training images: " + (least.equals(largest) ? least : least + " to " + largest) + ")";
	}
}
