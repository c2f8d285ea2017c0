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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.command.BadClips.Kind;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that takes clips against every kind of bad clip. Either it works, and what it gives is stated; or it is refused
 * before anything is written, by a message that names file, cause and cure; or what can be read is used, which is said, and
 * refused with strict=true.
 */
class BadClipsTest {

	private static final String CROP = "Crop Ultrasound...", TRAIN = "Train Classifier...", CROSS = "Cross-Validate Classifier...",
			CLASSIFY = "Classify Ultrasound...", PRETRAIN = "Pretrain Encoder...", SEPARATE = "Separate Doppler...",
			TRANSLATOR = "Train Translator...", TRANSLATE = "Translate Ultrasound...", EXPORT = "Export Clip...",
			READING = "Blinded Reading...", EXPLAIN = "Explain Classification...", SEGMENT = "Segment Ultrasound...";

	/** Nothing is learned here. */
	private static final String TINY = " size=32 steps=1 batch=2 backbone=vit-tiny16 device=cpu";

	private static final String SMALL = " size=16 window=3 base=8 steps=1 batch=1 " +
		"device=cpu";

	/** What is said of a clip of two usable frames, of one of three, and of both where all is wanted. */
	private static final String BREAKS = "frame 3 has 64 x 48 pixels", LEFT = "of 4 frames 1 are left out", CURE =
		"strict=false takes the rest";

	@TempDir
	private static Path folder;

	private static BadClips clips;

	/**
	 * A command and a clip.
	 *
	 * @param options a macro's, with {clip}, {table} of the clip and good ones, {good}, {files}
	 * @param frames how many frames of it are in what is written; of what is learned 0; -1 = it is refused
	 * @param said in messages
	 */
	private record Cell(String label, Kind kind, String options, int frames, List<String> said) {

		@Override
		public String toString() {
			return label + " " + kind + (options.contains("strict=true") ? " strict" : "");
		}
	}

	private static Cell works(final String label, final Kind kind, final String options, final int frames,
		final String... said)
	{
		return new Cell(label, kind, options, frames, List.of(said));
	}

	private static Cell refused(final String label, final Kind kind, final String options, final String... said) {
		return new Cell(label, kind, options, -1, List.of(said));
	}

	/** Two networks for the cells that need some; a clip of one frame counts as an image, and of grey ones grey is learned. */
	@BeforeAll
	static void prepare() throws IOException {
		Torch.threads(1);
		clips = new BadClips(folder.resolve("files"));
		check(works(TRAIN, Kind.SINGLE, "input={table}" + TINY, 0), "classifier");
		check(works(TRANSLATOR, Kind.GREY, "input={clip}" + SMALL, 0, "1 grey alone, of which drawn regions are hidden"),
			"translator");
		final SegmentationConfig config = new SegmentationConfig(List.of("any"), List.of("lobe"), List.of(4, 8), false, 32, 0.5,
			Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 1)) {
			SegmentationFile.write(folder.resolve("files/segmenter.safetensors"), network, config);
		}
	}

	/** Of a clip that is used in part, and the same with strict=true. */
	private static Stream<Cell> inPart(final String label, final String options) {
		return Stream.of(works(label, Kind.SIZES, options, 2, "sizes.avi", BREAKS), works(label, Kind.DAMAGED, options, 3,
			"damaged.avi", "used in part", LEFT), refused(label, Kind.SIZES, options + " strict=true", "sizes.avi", BREAKS), refused(
				label, Kind.DAMAGED, options + " strict=true", "damaged.avi", LEFT, CURE));
	}

	/** Grey or coloured, with or without Doppler: all are looked at in grey. */
	private static Stream<Cell> anyColour(final String label, final String options) {
		return Stream.concat(Stream.of(works(label, Kind.GREY, options, 4), works(label, Kind.SINGLE, options, 1), works(label,
			Kind.PLAIN, options, 4)), inPart(label, options));
	}

	/** Only colour Doppler will do. */
	private static Stream<Cell> doppler(final String label, final String options, final String grey, final String plain) {
		return Stream.concat(Stream.of(refused(label, Kind.GREY, options, "grey.avi is grey in all of its 4 frames", grey), works(
			label, Kind.SINGLE, options, 1), refused(label, Kind.PLAIN, options, "plain.avi shows no colour", "any of its 4 frames",
				plain)), inPart(label, options));
	}

	static Stream<Cell> cells() {
		final String classify = "model={files}/classifier/model.safetensors input={clip} device=cpu";
		final String translate = "model={files}/translator/model.safetensors input={clip} device=cpu";
		final String reading = "real={clip} synthetic={good} count=2";
		final String segment = "model={files}/segmenter.safetensors input={clip} device=cpu";
		return Stream.of(inPart(EXPLAIN, classify), inPart(SEGMENT, segment), Stream.of(works(CLASSIFY, Kind.CUT, classify, 2,
			"cut.avi", "cut off", "used in part"), refused(CLASSIFY, Kind.CUT, classify + " strict=true", "cut.avi", "cut off", CURE),
			works(EXPORT, Kind.CUT, "input={clip}", 2, "cut.avi", "cut off")), anyColour(CROP, "input={clip}"), anyColour(CLASSIFY,
				classify), anyColour(EXPORT, "input={clip} fps=10"),
			doppler(SEPARATE, "input={clip}", "Give the pictures in colour", "Give whole screens"), doppler(TRANSLATE, translate,
				"Give the clip in colour", "Give whole screens"),
			// All that learns pictures reads its clips by one way, so one training shows as much as several.
			Stream.of(works(CROSS, Kind.DAMAGED, "input={table} folds=2 seeds=1" + TINY, 0, "damaged.avi", LEFT, "used in part"), works(
				PRETRAIN, Kind.SIZES, "input={table} pairs=frames warmup=0" + TINY, 0, "sizes.avi", BREAKS, "used in part")),
			Stream.of(refused(TRANSLATOR, Kind.SINGLE, "input={clip}" + SMALL, "single.avi has one frame", "Give clips of 2 frames"),
				refused(TRANSLATOR, Kind.PLAIN, "input={clip}" + SMALL, "plain.avi shows no colour flow in any of its 4 frames",
					"Give whole screens"), works(TRANSLATOR, Kind.SIZES, "input={clip}" + SMALL, 0, "sizes.avi", BREAKS, "used in part"),
				refused(TRANSLATOR, Kind.SIZES, "input={clip} strict=true" + SMALL, "sizes.avi", BREAKS, CURE), works(TRANSLATOR,
					Kind.DAMAGED, "input={clip}" + SMALL, 0, "damaged.avi", LEFT), refused(TRANSLATOR, Kind.DAMAGED,
						"input={clip} strict=true" + SMALL, "damaged.avi", LEFT, CURE)),
			// Readers are not to tell the two kinds apart by what is missing.
			Stream.of(works(READING, Kind.GREY, reading, 4), works(READING, Kind.SINGLE, reading, 1,
				"number of frames: real 1; synthetic 4"), works(READING, Kind.PLAIN, reading, 4, "real coloured; synthetic grey"),
				refused(READING, Kind.SIZES, reading, "sizes.avi", BREAKS, "copy it again"), refused(READING, Kind.DAMAGED, reading,
					"damaged.avi", LEFT, "copy it again, or leave it out"))).flatMap(cells -> cells);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cells")
	void worksOrIsRefused(final Cell cell) throws IOException {
		check(cell, cell.toString().replaceAll("[^A-Za-z]+", "_"));
	}

	private static void check(final Cell cell, final String output) throws IOException {
		final Path files = folder.resolve("files");
		final Path out = files.resolve(output);
		final Path clip = clips.clip(cell.kind);
		final MacroRun run = MacroRun.of(Files.createDirectories(folder.resolve("macro")), cell.label, cell.options.replace("{clip}",
			clip.toString()).replace("{table}", BadClips.table(clip).toString()).replace("{good}", files.resolve("good/moving0.avi")
				.toString()).replace("{files}", files.toString()) + " output=" + out);
		assertEquals(cell.frames < 0 ? 1 : 0, run.code(), run.errors());
		assertFalse(run.errors().contains("has a bug"), run.errors());
		for (final String part : cell.said)
			assertTrue(run.errors().contains(part), "\"" + part + "\" is not in: " + run.errors());
		if (cell.frames < 0) assertFalse(Files.exists(out), "Files were written");
		else {
			assertTrue(Files.readString(out.resolve("run.json")).contains("\"finished\""), "It is not finished");
			if (cell.frames > 0) assertEquals(cell.frames, frames(cell, out), run.errors());
		}
		if (cell.frames > 0 && List.of(Kind.SIZES, Kind.DAMAGED, Kind.CUT).contains(cell.kind)) {
			final String review = Files.readString(out.resolve("review.csv"));
			// Translate Ultrasound has words of its own.
			assertTrue(cell.said.stream().allMatch(part -> review.contains(part.replace(".avi", ""))) || review.contains(
				"ends after frame"), review);
		}
	}

	/** {@return how many frames of the clip there are in what was written} */
	private static long frames(final Cell cell, final Path out) throws IOException {
		return switch (cell.label) {
			case CROP, SEPARATE -> count(out.resolve("images"));
			case SEGMENT -> count(out.resolve("masks"));
			case EXPLAIN -> Tables.read(out.resolve("frames.csv")).rows().size();
			case CLASSIFY -> Tables.read(out.resolve(cell.frames > 1 ? "frames.csv" : "predictions.csv")).rows().size();
			case TRANSLATE -> frames(out.resolve(cell.frames == 1 ? "images/single.png" : "clips/" + cell.kind.file()));
			case EXPORT -> frames(out.resolve(cell.kind.file()));
			default -> frames(out.resolve("sheet").resolve(Tables.read(out.resolve("key.csv")).rows().stream().filter(row -> row.get(1)
				.equals("real")).findFirst().orElseThrow().get(0) + ".avi"));
		};
	}

	private static long count(final Path images) throws IOException {
		try (Stream<Path> files = Files.list(images)) {
			return files.count();
		}
	}

	private static long frames(final Path clip) {
		try (FrameReader reader = ImageFiles.open(clip)) {
			return reader.frames();
		}
	}
}
