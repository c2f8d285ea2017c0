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
package io.sonoflow.legacy.review;

import ij.ImagePlus;
import ij.process.ColorProcessor;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.Recording;
import io.sonoflow.step.crop.CropReview;

import java.util.List;
import java.util.Optional;

import javax.swing.JOptionPane;

import net.imglib2.type.numeric.ARGBType;
import net.imglib2.view.Views;

/** Shows one doubtful screen after the other with its rectangles; {@link CropReview} keeps what is said of them. */
public final class CropReviewWindow {

	private CropReviewWindow() {
	}

	/** Opens the first screen, or says in the log where nobody can look at one. Returns at once. */
	public static void open(final CropReview review) {
		if (!Host.hasUser()) {
			Host.log("Review Crops: nobody at a screen chose this. Rectangles may also be corrected by hand: " + review.table());
			return;
		}
		final Thread thread = new Thread(() -> Recording.pausedFor(() -> show(review)), "Sonoflow review");
		thread.setDaemon(true);
		thread.start();
	}

	private static void show(final CropReview review) {
		int number = 0;
		for (final CropReview.Screen screen : review.screens()) {
			final ImagePlus image;
			try {
				image = image(screen, ++number + " of " + review.screens().size() + ": ");
			}
			catch (final SonoflowException e) {
				Host.log("Review Crops: " + e.getMessage());
				continue;
			}
			image.show();
			// The list stands at its right.
			image.getWindow().setLocation(image.getWindow().getGraphicsConfiguration().getBounds().x, image.getWindow().getY());
			final Optional<List<Box>> boxes = new BoxWindow(image, "Confirm", "Skip").correct(screen.found(), Monitor.NONE);
			// Who closes the picture itself has had enough.
			final boolean closed = image.getWindow() == null;
			final boolean kept = boxes.isEmpty() || keep(review, screen, boxes.get());
			image.changes = false;
			image.close();
			if (closed || !kept) break;
		}
		Host.log("Review Crops: what was confirmed is in " + review.table() + "; give it as boxes= to \"Crop Ultrasound...\".");
	}

	/**
	 * Writes what somebody has said, while he still sees it; a table that cannot be written, as one that is open in another
	 * program, may be tried again.
	 *
	 * @return whether it is written
	 */
	private static boolean keep(final CropReview review, final CropReview.Screen screen, final List<Box> boxes) {
		while (true)
			try {
				review.correct(screen, boxes);
				return true;
			}
			catch (final SonoflowException e) {
				if (JOptionPane.showConfirmDialog(null, Host.wrap(e.getMessage() + "\nTry again? Else the rectangles of this screen " +
					"are lost, and the review ends."), "Review Crops", JOptionPane.YES_NO_OPTION,
					JOptionPane.ERROR_MESSAGE) != JOptionPane.YES_OPTION) return false;
			}
	}

	private static ImagePlus image(final CropReview.Screen screen, final String place) {
		try (FrameReader reader = ImageFiles.open(screen.file())) {
			final var frame = reader.color(0);
			final int[] pixels = new int[Images.width(frame) * Images.height(frame)];
			int at = 0;
			for (final ARGBType pixel : Views.flatIterable(frame))
				pixels[at++] = pixel.get();
			return new ImagePlus(place + screen.file().getFileName(), new ColorProcessor(Images.width(frame), Images.height(frame),
				pixels));
		}
	}
}
