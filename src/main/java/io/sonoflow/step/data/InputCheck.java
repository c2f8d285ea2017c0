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
package io.sonoflow.step.data;

import io.sonoflow.Monitor;
import io.sonoflow.image.appearance.Appearance;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Whether images are of the kind that a model was trained on, by what its header says of that: a network gives an answer to
 * every picture, and a sure one to many that it was not made for.
 *
 * <pre>
 * InputCheck check = InputCheck.of(config.notes(), "model.safetensors", monitor);
 * List&lt;String&gt; warnings = check.warnings(usable, cache::get, monitor);
 * check.tell("images", names, warnings, folder, monitor);
 * </pre>
 *
 * @param range of the training images; empty if the header does not say it
 */
public record InputCheck(Optional<AppearanceRange> range) {

	/** The column of tables for what speaks against an image. */
	public static final String COLUMN = "warning";

	/** The figure: how many images something speaks against. */
	public static final String FIGURE = "unlike the training images";

	private static final String ARCHITECTURE = "architecture";

	/**
	 * @param header of the model's file
	 * @param model its name, for the message
	 * @param monitor is told once if the header says nothing
	 */
	public static InputCheck of(final Map<String, String> header, final String model, final Monitor monitor) {
		final Optional<AppearanceRange> range = AppearanceRange.decode(header);
		if (range.isEmpty()) monitor.message(model + " does not say what its training images look like (it was made by an " +
			"earlier version): whether these images are of that kind is not checked.");
		return new InputCheck(range);
	}

	/** {@return the check of any file of weights; of those that are no model of ours nothing is known, nor said} */
	public static InputCheck ofWeights(final Path file, final Monitor monitor) {
		final Map<String, String> header = Weights.read(file).metadata();
		return header.containsKey(ARCHITECTURE) ? of(header, file.getFileName().toString(), monitor) : new InputCheck(Optional
			.empty());
	}

	/**
	 * @param samples numbers of the images
	 * @param images by number, 8-bit grey (x, y)
	 * @return for each sample what speaks against it; an empty text if nothing does
	 */
	public List<String> warnings(final int[] samples,
		final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images, final Monitor monitor)
	{
		if (range.isEmpty()) return IntStream.of(samples).mapToObj(i -> "").toList();
		return new Appearances(images).all(samples, monitor).stream().map(this::warning).toList();
	}

	/** {@return what speaks against an image; an empty text if nothing does} */
	public String warning(final RandomAccessibleInterval<UnsignedByteType> image) {
		return range.isEmpty() ? "" : warning(Appearance.of(image));
	}

	private String warning(final Appearance image) {
		return String.join("; ", range.orElseThrow().doubts(image));
	}

	/**
	 * Says how many of the images are doubtful, and the first of them. Of several checks of a run the record keeps the most.
	 *
	 * @param what the images are called, e.g. {@code images}
	 * @param folder whose record gets the number; null for none
	 */
	public void tell(final String what, final List<String> names, final List<String> warnings, final RunFolder folder,
		final Monitor monitor)
	{
		if (range.isEmpty()) return;
		final int[] doubtful = IntStream.range(0, warnings.size()).filter(i -> !warnings.get(i).isEmpty()).toArray();
		if (folder != null) folder.figure(FIGURE, Math.max(doubtful.length, folder.figures().get(FIGURE) instanceof final Integer most
			? most : 0));
		if (doubtful.length == 0) return;
		monitor.warn(doubtful.length + " of " + warnings.size() + " " + what +
			" do not look like those that the model was trained on: what it says of them cannot be relied on. " + (doubtful.length > 1
				? "The first: " : "") + names.get(doubtful[0]) + ": " + warnings.get(doubtful[0]) + ".");
	}
}
