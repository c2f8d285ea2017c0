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
package io.sonoflow.curate.label;

/**
 * What one training of the label-noise procedure saw of every image of the data set: of those in its training part the
 * loss and the margin in each epoch, of those in its held-out fold the probabilities at the end. Images are numbered
 * through the whole data set.
 *
 * @param init which initialisation, from 0
 * @param seed of the training
 * @param fold held out, from 1
 * @param loss [image][epoch] mean cross-entropy in nats of the image's draws in that epoch, with the given label; not a
 *          number if it was not drawn. Every row has all epochs
 * @param margin [image][epoch] logit of the given label minus the largest other logit, mean over the same draws; not a
 *          number if it was not drawn
 * @param judged [image] whether it was in the training part: such a training is one judgement of it
 * @param heldOut [image][class] softmax probabilities of a held-out image, without augmentation, by the finished network;
 *          rows of not-a-number for the images of the training part
 */
public record TrainingRecord(int init, long seed, int fold, double[][] loss, double[][] margin, boolean[] judged,
	double[][] heldOut)
{

	/** @throws IllegalArgumentException if the tables are not of one number of images and epochs */
	public TrainingRecord {
		final int images = judged.length;
		if (loss.length != images || margin.length != images || heldOut.length != images)
			throw new IllegalArgumentException("A record has tables of " + loss.length + ", " + margin.length + ", " +
				images + " and " + heldOut.length + " images: they must be one number");
		for (int i = 0; i < images; i++)
			if (loss[i].length != loss[0].length || margin[i].length != loss[0].length || heldOut[i].length !=
				heldOut[0].length) throw new IllegalArgumentException("Image " + i +
					" of a record has another number of epochs or classes than image 0");
	}

	/** {@return number of images of the data set} */
	public int images() {
		return judged.length;
	}

	/** {@return number of epochs} */
	public int epochs() {
		return loss.length == 0 ? 0 : loss[0].length;
	}

	/** {@return whether the image has held-out probabilities} */
	public boolean isHeldOut(final int image) {
		return heldOut[image].length > 0 && !Double.isNaN(heldOut[image][0]);
	}
}
