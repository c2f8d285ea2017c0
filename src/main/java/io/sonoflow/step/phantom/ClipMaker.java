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
package io.sonoflow.step.phantom;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.FloatTiff;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.run.RunFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes clips of flow: of each patient a vessel and a chamber of the heart. With colour also the same in colour under the same
 * names, masks of what differs, and the true velocity and the measured variance of each frame.
 *
 * @param seed the user's seed
 * @param patients at least 1
 * @param size edge of the B-mode, pixels
 * @param frames of each clip
 * @param doppler whether also in colour
 */
record ClipMaker(long seed, int patients, int size, int frames, boolean doppler) {

	/** Folders of what is written, and the table of colour. */
	static final String CLIPS = "clips", COLOUR = "colour", MASKS = "colourmasks", VELOCITY = "velocity",
			VARIANCE = "variance", TABLE = "doppler.csv";

	private static final List<String> COLUMNS = List.of("image", "colour", "mask", "kind", "colours", "frames", "rate", "nyquist",
		"unit", "x", "y", "w", "h", "angle", "steering");

	/** One clip: whose, and what it shows. */
	private record Clip(int patient, DopplerSpec spec, String name) {
	}

	/** {@return the rows of dataset.csv} */
	List<Sample> make(final RunFolder folder, final Monitor monitor) {
		final int digits = Math.max(2, String.valueOf(patients).length());
		final List<Clip> clips = IntStream.range(0, patients).boxed().flatMap(patient -> Stream.of(DopplerSpec.Kind.values()).map(
			kind -> clip(patient, kind, digits))).toList();
		folder.keeps(() -> {
			final long there = clips.stream().filter(clip -> isWhole(folder, clip)).count();
			return there == 0 ? "" : there + " of " + clips.size() + " clips";
		});
		final List<List<String>> rows = Parallel.map("clips", clips.size(), monitor, i -> write(folder, clips.get(i), monitor));
		if (doppler) Tables.write(folder.resolve(TABLE), COLUMNS, rows);
		final List<Sample> samples = clips.stream().map(clip -> new Sample(avi(folder, CLIPS, clip), patient(clip.patient, digits),
			"",
			kind(clip), "", kind(clip), null, "", Map.of())).toList();
		Dataset.write(folder.resolve(Dataset.FILE), samples);
		folder.figure("clips", clips.size());
		folder.figure("frames", clips.size() * frames);
		return samples;
	}

	private Clip clip(final int patient, final DopplerSpec.Kind kind, final int digits) {
		final DopplerSpec spec = DopplerSpec.of(seed, patient, kind, size);
		return new Clip(patient, spec, patient(patient, digits) + "-" + kind.name().toLowerCase(Locale.ROOT));
	}

	private static String kind(final Clip clip) {
		return clip.spec.kind().name().toLowerCase(Locale.ROOT);
	}

	private static String patient(final int patient, final int digits) {
		final String number = String.valueOf(patient + 1);
		return "phantom-" + "0".repeat(digits - number.length()) + number;
	}

	private static Path avi(final RunFolder folder, final String kind, final Clip clip) {
		return folder.resolve(kind).resolve(clip.name + "." + ClipCodec.FFV1.extension());
	}

	private static Path tiff(final RunFolder folder, final String kind, final Clip clip, final int frame) {
		return folder.resolve(kind).resolve(String.format(Locale.ROOT, "%s_%04d.tif", clip.name, frame + 1));
	}

	/** {@return whether all of a clip lies on the disk; its grey clip is moved there last} */
	private boolean isWhole(final RunFolder folder, final Clip clip) {
		return Files.isRegularFile(avi(folder, CLIPS, clip)) && (!doppler || Files.isRegularFile(avi(folder, COLOUR, clip)) && Files
			.isRegularFile(avi(folder, MASKS, clip)) && Stream.of(VELOCITY, VARIANCE).allMatch(kind -> IntStream.range(0, frames)
				.allMatch(frame -> Files.isRegularFile(tiff(folder, kind, clip, frame)))));
	}

	/** {@return the clip's row in the table of colour} */
	private List<String> write(final RunFolder folder, final Clip clip, final Monitor monitor) {
		final DopplerPhantom phantom = DopplerPhantom.of(clip.spec);
		if (folder.resumed() && isWhole(folder, clip)) return row(clip, phantom);
		AtomicFiles.write(avi(folder, CLIPS, clip), grey -> {
			if (!doppler) write(folder, clip, phantom, List.of(grey), monitor);
			else AtomicFiles.write(avi(folder, COLOUR, clip), colour -> AtomicFiles.write(avi(folder, MASKS, clip), mask -> write(
				folder, clip, phantom, List.of(grey, colour, mask), monitor)));
		});
		return row(clip, phantom);
	}

	/** @param files for grey, and perhaps for colour and mask */
	private void write(final RunFolder folder, final Clip clip, final DopplerPhantom phantom, final List<Path> files,
		final Monitor monitor) throws IOException
	{
		final FrameRate rate = new FrameRate(DopplerPhantom.RATE, 1);
		final List<ClipWriter> writers = new ArrayList<>();
		try {
			for (int i = 0; i < files.size(); i++)
				writers.add(new ClipWriter(files.get(i), ClipCodec.FFV1, phantom.width(), size, i == 1, rate));
			for (int frame = 0; frame < frames; frame++) {
				monitor.checkCancelled();
				final DopplerFrame drawn = phantom.frame(frame);
				writers.get(0).add(drawn.greyImage());
				if (doppler) {
					writers.get(1).addColor(drawn.colorImage());
					writers.get(2).add(drawn.maskImage());
					FloatTiff.write(tiff(folder, VELOCITY, clip, frame), drawn.truth(), drawn.width(), "cm/s");
					FloatTiff.write(tiff(folder, VARIANCE, clip, frame), drawn.variance(), drawn.width(), "");
				}
				if (frame == 0) monitor.preview("phantom", drawn.greyImage());
			}
			for (final ClipWriter writer : writers)
				writer.finish();
		}
		finally {
			writers.forEach(ClipWriter::close);
		}
	}

	private List<String> row(final Clip clip, final DopplerPhantom phantom) {
		final String file = clip.name + "." + ClipCodec.FFV1.extension();
		final Box box = phantom.box();
		return List.of(CLIPS + "/" + file, COLOUR + "/" + file, MASKS + "/" + file, kind(clip), clip.spec.map().name().toLowerCase(
			Locale.ROOT), String.valueOf(frames), String.valueOf(DopplerPhantom.RATE), String.valueOf(Math.round(phantom.nyquist())),
			"cm/s", String.valueOf(box.x()), String.valueOf(box.y()), String.valueOf(box.w()), String.valueOf(box.h()), phantom.angle()
				.isPresent() ? degrees(phantom.angle().getAsDouble()) : "", degrees(phantom.steering()));
	}

	private static String degrees(final double radians) {
		return String.format(Locale.ROOT, "%.2f", StrictMath.toDegrees(radians) + 0.0);
	}
}
