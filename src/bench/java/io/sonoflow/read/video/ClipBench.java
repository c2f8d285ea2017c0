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
package io.sonoflow.read.video;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How fast clips are read, and that the memory does not grow with how many were. About a minute ({@code -Dbench=clips}). */
public final class ClipBench {

	private static final int REOPENINGS = 600;
	private static final double BILLION = 1e9, MEGA = 1024;

	private ClipBench() {
	}

	/** @param args a folder of clips; default those of lung_blues */
	public static void main(final String... args) throws IOException {
		final Path folder = Path.of(args.length > 0 ? args[0] : "../shared/data/lung_blues/clips");
		final List<Path> clips;
		try (Stream<Path> files = Files.list(folder)) {
			clips = files.filter(ImageFiles::looksLikeImage).sorted().toList();
		}
		read(clips.subList(0, Math.min(3, clips.size())), false, "warming up");
		Surveys.forget();
		read(clips, false, "first opening, grey");
		read(clips, false, "opened again, grey");
		read(clips, true, "opened again, colours");
		final long before = resident();
		for (int i = 0; i < REOPENINGS; i++) {
			Surveys.forget();
			try (FrameReader reader = ImageFiles.open(clips.get(i % clips.size()))) {
				reader.gray(Math.min(5, reader.frames() - 1));
			}
			if ((i + 1) % (REOPENINGS / 4) == 0) System.out.printf(Locale.ROOT, "%d reopenings: %.0f MB (%+.0f)%n", i + 1, resident() /
				MEGA, (resident() - before) / MEGA);
		}
	}

	private static void read(final List<Path> clips, final boolean color, final String what) {
		final long start = System.nanoTime();
		long frames = 0;
		for (final Path clip : clips)
			try (FrameReader reader = ImageFiles.open(clip)) {
				for (int i = 0; i < reader.frames(); i++)
					if (color) reader.color(i);
					else reader.gray(i);
				frames += reader.frames();
			}
		System.out.printf(Locale.ROOT, "%s: %d frames, %.0f a second%n", what, frames, frames * BILLION / (System.nanoTime() -
			start));
	}

	/** {@return kB of the process in memory; 0 where the system does not say so} */
	private static long resident() throws IOException {
		final Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) return 0;
		return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(Arrays
			.stream(line.split("\\s+")).skip(1).findFirst().orElseThrow())).sum();
	}
}
