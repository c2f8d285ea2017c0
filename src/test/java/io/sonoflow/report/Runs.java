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
package io.sonoflow.report;

import io.sonoflow.RandomStream;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.plot.Pictures;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** Folders as commands leave them. */
final class Runs {

	private Runs() {
	}

	static void record(final Path folder, final String command, final String status, final String parameters,
		final String figures)
	{
		AtomicFiles.writeText(folder.resolve("run.json"), """
			{"command": "%s", "status": "%s", "parameters": %s, "seed": 3, "versions": {"sonoflow": "0.1.0", "java": "17",
			"engine": "PyTorch 2.7.1"}, "device": "cpu", "inputs": [{"path": "/home/anna meier/study/crops", "files": 96,
			"sha256": "0123456789abcdef"}], "start": "2026-01-02T03:04:05Z", "end": "2026-01-02T03:07:25Z", "figures": %s,
			"warnings": []}
			""".formatted(command, status, parameters, figures));
	}

	/** A cross-validation: 4 seeds x 3 folds; 20 images of 10 patients, 4 of them positive. */
	static Path crossValidation(final Path folder) {
		record(folder, "Cross-Validate Classifier...", "finished",
			"{\"input\": \"/home/anna meier/study/crops\", \"output\": \"/home/anna meier/study/cv\", \"positive\": \"yes\", \"seeds\": 4, \"weights\": \"\"}",
			"{\"trainingseconds\": 12.345678}");
		AtomicFiles.writeText(folder.resolve("summary.csv"), """
			metric,mean,std
			accuracy,0.8123456,0.0412345
			f1,0.25,0.125
			auc,0.9,0.01
			""");
		final StringBuilder folds = new StringBuilder("seed,fold,accuracy\n");
		for (int i = 0; i < 12; i++)
			folds.append(i / 3).append(',').append(i % 3).append(",0.8\n");
		AtomicFiles.writeText(folder.resolve("folds.csv"), folds.toString());
		final StringBuilder predictions = new StringBuilder("seed,image,patient,label,prediction,yes\n");
		for (int i = 0; i < 80; i++)
			predictions.append(i / 20).append(",images/i").append(i % 20).append(".png,Meier").append(i % 20 / 2).append(',')
				.append(i % 20 < 4 ? "yes" : "no").append(",no,0.123456789\n");
		AtomicFiles.writeText(folder.resolve("predictions.csv"), predictions.toString());
		Plots.lines(Axes.of("epoch", "loss"), Series.of("a", new double[] { 3, 2, 1 })).write(folder.resolve("curves.png"));
		return folder;
	}

	/** Noise cannot be compressed. */
	static void noise(final Path png, final int width, final int height, final long index) {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		final RandomStream random = RandomStream.of(1, "noise", index);
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				image.setRGB(x, y, random.nextInt());
		Pictures.writePng(png, image);
	}
}
