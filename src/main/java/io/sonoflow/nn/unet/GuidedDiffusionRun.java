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
package io.sonoflow.nn.unet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the names of the files say that a run of guided-diffusion or improved-diffusion leaves (their
 * {@code train_util.py}): at each save {@code model<step>.pt}, one {@code ema_<rate>_<step>.pt} for each rate, and
 * {@code opt<step>.pt}. Images are to be drawn from the averaged weights (improved-diffusion's README).
 */
public final class GuidedDiffusionRun {

	private static final Pattern AVERAGE = Pattern.compile("ema_(\\d*\\.?\\d+)_(\\d{6,})\\.pt");
	private static final Pattern MODEL = Pattern.compile("model(\\d{6,})\\.pt");
	private static final Pattern OPTIMISER = Pattern.compile("opt(\\d{6,})\\.pt");

	private GuidedDiffusionRun() {
	}

	/** {@return what a file of such a run is, in a sentence; empty if its name is none of theirs} */
	public static Optional<String> describe(final Path file) {
		final String name = name(file);
		final Matcher average = AVERAGE.matcher(name);
		if (average.matches()) return Optional.of(name + " is called as guided-diffusion calls the running average (EMA, rate " +
			average.group(1) + ") of step " + Long.parseLong(average.group(2)) + ": the weights to draw images from.");
		final Matcher model = MODEL.matcher(name);
		if (model.matches()) return Optional.of(name + " is called as guided-diffusion calls the raw weights of step " + Long
			.parseLong(model.group(1)) + ", to go on training from; " + averages(file, model.group(1)));
		final Matcher optimiser = OPTIMISER.matcher(name);
		if (optimiser.matches()) return Optional.of(name + " is called as guided-diffusion calls the optimiser's state of step " +
			Long.parseLong(optimiser.group(1)) + ", which is no network; " + averages(file, optimiser.group(1)));
		return Optional.empty();
	}

	/** {@return what to take instead of raw weights, if that is what the name says; else empty} */
	static Optional<String> advice(final Path file) {
		return AVERAGE.matcher(name(file)).matches() ? Optional.empty() : describe(file);
	}

	private static String averages(final Path file, final String step) {
		final List<String> beside = beside(file).stream().filter(name -> AVERAGE.matcher(name).matches()).sorted().toList();
		final List<String> same = beside.stream().filter(name -> name.endsWith("_" + step + ".pt")).toList();
		if (!same.isEmpty()) return "its running average (EMA), from which images are drawn, is " + String.join(" or ", same) +
			" beside it.";
		return "its running average (EMA), from which images are drawn, is called ema_<rate>_" + step + ".pt" + (beside.isEmpty()
			? " and is not beside it." : "; beside it there is only " + String.join(", ", beside) + ".");
	}

	private static List<String> beside(final Path file) {
		final Path folder = file.toAbsolutePath().getParent();
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(GuidedDiffusionRun::name).toList();
		}
		catch (final IOException e) {
			return List.of();
		}
	}

	private static String name(final Path file) {
		return file.getFileName() == null ? "" : file.getFileName().toString();
	}
}
