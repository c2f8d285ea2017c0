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
package io.sonoflow.step.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.crop.CropUltrasound;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.evaluate.EvaluateSegmentation;
import io.sonoflow.step.phantom.MakePhantoms;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract between the commands of a segmentation: what one writes the next reads as it was meant. Of organs whose masks have
 * different values, values, organs, labels, names and pixel sizes are the same at the end of the chain.
 */
class SegmentationChainTest {

	/** Of a pixel in mm, wider than high. */
	private static final String WIDTH = "0.2", HEIGHT = "0.1";

	@TempDir
	Path folder;

	/** {@return phantoms of an organ with one structure (255) and one with two (200, 255), calibrated} */
	private List<Sample> phantoms() {
		new MakePhantoms(Map.of("output", folder.resolve("made"), "organs", "thyroid,kidney", "patients", 2, "size", 96, "screens",
			false, "inhomogeneous", 1, "markers", 0, "seed", 2)).run(Monitor.NONE);
		final List<Sample> samples = new ArrayList<>();
		for (final Sample sample : Dataset.read(folder.resolve("made"), Monitor.NONE).samples())
			samples.add(sample.withExtra(Sample.PIXEL_WIDTH, WIDTH).withExtra("pixelheight", HEIGHT));
		Dataset.write(folder.resolve("made").resolve(Dataset.FILE), samples);
		return samples;
	}

	private static String row(final Sample sample) {
		return String.join(" ", sample.image().getFileName().toString(), sample.organ(), sample.label(), sample.patient(), sample
			.extra().get(Sample.PIXEL_WIDTH), sample.extra().get("pixelheight"));
	}

	private static Set<String> column(final Tables.Table table, final String name) {
		final int column = table.column(name);
		return table.rows().stream().map(row -> row.get(column)).collect(Collectors.toSet());
	}

	private static List<String> rows(final List<Sample> samples) {
		return samples.stream().map(SegmentationChainTest::row).sorted().toList();
	}

	/** {@return organ to the values that are in its masks, without 0} */
	private static Map<String, Set<Integer>> values(final List<Sample> samples) {
		final Map<String, Set<Integer>> values = new TreeMap<>();
		for (final Sample sample : samples)
			try (FrameReader mask = ImageFiles.open(sample.mask())) {
				for (final byte value : mask.values(0))
					if (value != 0) values.computeIfAbsent(sample.organ(), key -> new TreeSet<>()).add(value & 0xFF);
			}
		return values;
	}

	private List<Sample> segmented(final List<Sample> made) {
		final TrainSegmenter train = TrainSegmenter.of(folder.resolve("made"), folder.resolve("model"));
		train.set(Map.of("size", 32, "widths", "4,8", "batch", 4, "steps", 12, "rate", 0.1, "holdout", 0,
			"validation", 0, "device", "cpu"));
		train.run(Monitor.NONE);
		final SegmentUltrasound segment = SegmentUltrasound.of(folder.resolve("model"), folder.resolve("made"));
		segment.set(Map.of("output", folder.resolve("segmented"), "threshold", 0.1, "device", "cpu"));
		segment.run(Monitor.NONE);
		assertEquals(Set.of("mm"), column(Tables.read(folder.resolve("segmented/objects.csv")), "unit"));
		final List<Sample> found = Dataset.read(folder.resolve("segmented"), Monitor.NONE).samples();
		assertEquals(rows(made), rows(found));
		return found;
	}

	@Test
	void valuesOrgansNamesAndPixelSizesSurvive() {
		Torch.threads(1);
		final List<Sample> made = phantoms();
		final Map<String, Set<Integer>> truth = values(made);
		assertTrue(truth.get("kidney").size() > truth.get("thyroid").size(), truth.toString());
		final List<Sample> found = segmented(made);
		final Map<String, Set<Integer>> written = values(found);
		assertEquals(truth.keySet(), written.keySet(), "something of each organ is found");
		written.forEach((organ, values) -> assertTrue(truth.get(organ).containsAll(values), organ + " " + values));

		// Read by the reference's values: what was written for one structure is not scored as another.
		final EvaluateSegmentation evaluate = EvaluateSegmentation.of(folder.resolve("made"), folder.resolve("segmented"), folder
			.resolve("scores"));
		evaluate.set(Map.of("unit", "mm"));
		evaluate.run(Monitor.NONE);
		final Tables.Table scores = Tables.read(folder.resolve("scores/scores.csv"));
		assertEquals(truth.keySet(), column(scores, "organ"));
		assertTrue(column(scores, "structure").size() > 1, scores.header().toString());

		final CropUltrasound crop = CropUltrasound.of(folder.resolve("segmented"), folder.resolve("cropped"));
		crop.set(Map.of("mode", "mask", "margin", 0.1));
		crop.run(Monitor.NONE);
		final LabelledImages read = LabelledImages.read(folder.resolve("cropped"), "", Monitor.NONE);
		final List<Sample> cropped = read.dataset().samples();
		assertEquals(written, values(cropped));
		assertTrue(rows(made).containsAll(rows(cropped)) && !cropped.isEmpty(), rows(cropped).toString());
		assertEquals(cropped.stream().map(Sample::label).distinct().sorted().toList(), read.classes());
		final SegmentationSet set = SegmentationSet.read(folder.resolve("cropped"), "", Monitor.NONE);
		assertEquals(written.keySet(), set.values().keySet());
	}
}
