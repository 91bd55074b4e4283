/* The loops that a compiler makes of the obvious source: one function an operation, no more. */
#include <math.h>
#include <stdint.h>
#include <string.h>

void add(const float *a, const float *b, float *out, int32_t length) {
  for (int32_t i = 0; i < length; i++) out[i] = a[i] + b[i];
}

void relu(const float *x, float *out, int32_t length) {
  for (int32_t i = 0; i < length; i++) out[i] = x[i] > 0 ? x[i] : 0;
}

void sigmoid(const float *x, float *out, int32_t length) {
  for (int32_t i = 0; i < length; i++) out[i] = 1 / (1 + expf(-x[i]));
}

void hyperbolic_tangent(const float *x, float *out, int32_t length) {
  for (int32_t i = 0; i < length; i++) out[i] = tanhf(x[i]);
}

void exponential(const float *x, float *out, int32_t length) {
  for (int32_t i = 0; i < length; i++) out[i] = expf(x[i]);
}

/* In the order that lets the innermost loop be vectorised without reordering a sum. */
void matmul_float32(const float *restrict a, const float *restrict b, float *restrict out,
                    int32_t m, int32_t k, int32_t n) {
  if (n == 1) {
    for (int32_t row = 0; row < m; row++) {
      float sum = 0;
      for (int32_t i = 0; i < k; i++) sum += a[row * k + i] * b[i];
      out[row] = sum;
    }
    return;
  }
  memset(out, 0, sizeof(float) * m * n);
  for (int32_t row = 0; row < m; row++)
    for (int32_t i = 0; i < k; i++)
      for (int32_t column = 0; column < n; column++)
        out[row * n + column] += a[row * k + i] * b[i * n + column];
}

void matmul_float64(const double *a, const double *b, double *out, int32_t m, int32_t k,
                    int32_t n) {
  memset(out, 0, sizeof(double) * m * n);
  for (int32_t row = 0; row < m; row++)
    for (int32_t i = 0; i < k; i++)
      for (int32_t column = 0; column < n; column++)
        out[row * n + column] += a[row * k + i] * b[i * n + column];
}

void linear_forward(const float *x, const float *weight, const float *bias, float *out,
                    int32_t batch, int32_t in_features, int32_t out_features) {
  for (int32_t row = 0; row < batch; row++)
    for (int32_t feature = 0; feature < out_features; feature++) {
      float sum = bias[feature];
      for (int32_t i = 0; i < in_features; i++)
        sum += x[row * in_features + i] * weight[feature * in_features + i];
      out[row * out_features + feature] = sum;
    }
}

void conv2d(const float *restrict x, const float *restrict weight, const float *restrict bias,
            float *restrict out, int32_t batch, int32_t in_channels, int32_t out_channels, int32_t in_height, int32_t in_width,
            int32_t height, int32_t width, int32_t kernel_size, int32_t stride, int32_t padding) {
  for (int32_t image = 0; image < batch; image++)
    for (int32_t result = 0; result < out_channels; result++) {
      float *to = out + (image * out_channels + result) * height * width;
      for (int32_t i = 0; i < height * width; i++) to[i] = bias[result];
      for (int32_t channel = 0; channel < in_channels; channel++) {
        const float *from = x + (image * in_channels + channel) * in_height * in_width;
        const float *kernel = weight + (result * in_channels + channel) * kernel_size * kernel_size;
        for (int32_t down = 0; down < kernel_size; down++)
          for (int32_t along = 0; along < kernel_size; along++) {
            const float factor = kernel[down * kernel_size + along];
            const int32_t shift = along - padding;
            /* The columns whose pixel is inside the image. */
            const int32_t first = shift < 0 ? (-shift + stride - 1) / stride : 0;
            const int32_t last = (in_width - 1 - shift) / stride;
            const int32_t end = last + 1 < width ? last + 1 : width;
            for (int32_t row = 0; row < height; row++) {
              const int32_t image_row = row * stride + down - padding;
              if (image_row < 0 || image_row >= in_height) continue;
              for (int32_t column = first; column < end; column++)
                to[row * width + column] +=
                    factor * from[image_row * in_width + column * stride + shift];
            }
          }
      }
    }
}

void batch_norm(const float *restrict x, const float *mean, const float *variance,
                const float *weight, const float *bias, float *restrict out, int32_t batch, int32_t channels, int32_t size,
                float epsilon) {
  for (int32_t image = 0; image < batch; image++)
    for (int32_t channel = 0; channel < channels; channel++, x += size, out += size) {
      const float factor = weight[channel] / sqrtf(variance[channel] + epsilon);
      const float center = mean[channel], shift = bias[channel];
      for (int32_t i = 0; i < size; i++) out[i] = (x[i] - center) * factor + shift;
    }
}

void softmax(const float *x, float *out, int32_t rows, int32_t columns) {
  for (int32_t row = 0; row < rows; row++, x += columns, out += columns) {
    float largest = -INFINITY, sum = 0;
    for (int32_t i = 0; i < columns; i++) largest = x[i] > largest ? x[i] : largest;
    for (int32_t i = 0; i < columns; i++) sum += out[i] = expf(x[i] - largest);
    for (int32_t i = 0; i < columns; i++) out[i] /= sum;
  }
}

void layer_norm(const float *x, const float *weight, const float *bias, float *out, int32_t rows,
                int32_t columns, float epsilon) {
  for (int32_t row = 0; row < rows; row++, x += columns, out += columns) {
    float sum = 0, squares = 0;
    for (int32_t i = 0; i < columns; i++) sum += x[i];
    const float mean = sum / columns;
    for (int32_t i = 0; i < columns; i++) squares += (x[i] - mean) * (x[i] - mean);
    const float factor = 1 / sqrtf(squares / columns + epsilon);
    for (int32_t i = 0; i < columns; i++) out[i] = (x[i] - mean) * factor * weight[i] + bias[i];
  }
}

void sgd(float *parameters, const float *gradients, int32_t length, float rate) {
  for (int32_t i = 0; i < length; i++) parameters[i] -= rate * gradients[i];
}

void momentum(float *parameters, const float *gradients, float *velocity, int32_t length,
              float rate, float factor) {
  for (int32_t i = 0; i < length; i++) {
    velocity[i] = factor * velocity[i] + gradients[i];
    parameters[i] -= rate * velocity[i];
  }
}

void adam(float *parameters, const float *gradients, float *first, float *second, int32_t length,
          int32_t step, float rate, float beta1, float beta2, float epsilon) {
  const float first_scale = 1 / (1 - powf(beta1, step)), second_scale = 1 / (1 - powf(beta2, step));
  for (int32_t i = 0; i < length; i++) {
    first[i] = beta1 * first[i] + (1 - beta1) * gradients[i];
    second[i] = beta2 * second[i] + (1 - beta2) * gradients[i] * gradients[i];
    parameters[i] -= rate * first[i] * first_scale / (sqrtf(second[i] * second_scale) + epsilon);
  }
}

void gather(const float *table, const uint32_t *indices, float *out, int32_t count,
            int32_t columns) {
  for (int32_t i = 0; i < count; i++)
    memcpy(out + (int64_t)i * columns, table + (int64_t)indices[i] * columns,
           sizeof(float) * columns);
}
