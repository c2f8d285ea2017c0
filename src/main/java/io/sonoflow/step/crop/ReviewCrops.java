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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunInfo;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Prepares somebody's way through the doubtful crops of a finished {@link CropUltrasound}; the command shows them in windows.
 */
public final class ReviewCrops extends Step<CropReview> {

	/** The menu label. */
	public static final String LABEL = "Review Crops...";

	@Parameter(label = "Input", description = "Output folder of a finished \"Crop Ultrasound...\"; corrections go into its " +
		"boxes.csv.", style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	public ReviewCrops() {
	}

	/** @param input output folder of Crop Ultrasound */
	public ReviewCrops(final File input) {
		this.input = input;
	}

	/** @param values by key, for scripts */
	public ReviewCrops(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static ReviewCrops of(final Path input) {
		return new ReviewCrops(file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** @throws SonoflowException if the folder is not that of a finished run, or the screens are not where they were */
	@Override
	protected CropReview execute(final Monitor monitor) {
		final Path folder = input.toPath();
		final RunInfo run = RunInfo.read(folder);
		if (!run.command().equals(CropUltrasound.LABEL) || !run.finished()) throw new SonoflowException.Input("input=" + input +
			" is not the output of a finished \"" + CropUltrasound.LABEL + "\". Give such a folder.");
		final Map<Path, Map<Box, String>> reasons = reasons(folder, monitor);
		final Path table = folder.resolve(CropBoxes.FILE);
		final Map<String, List<BoxRow>> rows = new LinkedHashMap<>();
		final Tables.Table content = Tables.read(table);
		for (int i = 0; i < content.rows().size(); i++) {
			final BoxRow row = BoxRow.read(table, content.header(), content.rows().get(i), i + 2);
			rows.computeIfAbsent(row.image(), image -> new ArrayList<>()).add(row);
		}
		final List<CropReview.Screen> screens = new ArrayList<>();
		rows.forEach((image, of) -> {
			final Path file = of.get(0).path().orElse(null);
			if (file == null || !reasons.containsKey(file) || of.stream().allMatch(BoxRow::corrected)) return;
			screens.add(new CropReview.Screen(image, file, of.stream().map(row -> new FieldOfView(row.box(), row.score(), row
				.corrected() ? "" : reasons.get(file).getOrDefault(row.box(), ""))).toList()));
		});
		monitor.message(screens.size() + " screens with doubtful crops are to be looked at.");
		return new CropReview(table, screens);
	}

	/** {@return of each screen with a doubtful crop that can be opened, which of its rectangles are doubtful, and why} */
	private static Map<Path, Map<Box, String>> reasons(final Path folder, final Monitor monitor) {
		final Map<Path, Sample> crops = new HashMap<>();
		for (final Sample sample : Dataset.read(folder.resolve(Dataset.FILE), false, Monitor.NONE).samples())
			crops.put(sample.image(), sample);
		final Map<Path, Map<Box, String>> reasons = new HashMap<>();
		final Set<Path> missing = new HashSet<>();
		for (final List<String> row : Tables.read(folder.resolve(Opened.REVIEW)).rows()) {
			final Sample crop = crops.get(folder.toAbsolutePath().resolve(row.get(0)).normalize());
			if (crop == null) continue;
			final Path source = folder.toAbsolutePath().resolve(crop.extra().getOrDefault("source", "")).normalize();
			// Frames of a clip have their rectangle in common.
			if (Files.isRegularFile(source)) reasons.computeIfAbsent(source, file -> new HashMap<>()).merge(box(crop), row.get(1), (a,
				b) -> a.equals(b) ? a : a + "; " + b);
			else missing.add(source);
		}
		if (missing.isEmpty()) return reasons;
		final int all = reasons.size() + missing.size();
		final String why = " where dataset.csv in " + folder + " says, or names are hashed there. Move them back, or crop them " +
			"again.";
		if (reasons.isEmpty()) throw new SonoflowException.File("None of the " + all + " doubtful screens is" + why);
		monitor.warn(missing.size() + " of " + all + " doubtful screens cannot be shown: they are not" + why);
		return reasons;
	}

	private static Box box(final Sample crop) {
		final int[] numbers = Stream.of("x", "y", "w", "h").mapToInt(column -> Integer.parseInt(crop.extra().get(column)))
			.toArray();
		return new Box(numbers[0], numbers[1], numbers[2], numbers[3]);
	}
}
