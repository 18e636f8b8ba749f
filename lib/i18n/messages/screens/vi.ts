/** The same in Vietnamese. */
export const viScreens = {
  handOver: {
    things:
      'dòng sông, mặt trăng, ngôi sao, đám mây, ngọn núi, rừng cây, hòn đảo, cây cầu, tòa tháp, khu vườn, cửa sổ, đèn bàn, đồng hồ, chìa khóa, thuyền, mỏ neo, chuông, trống, vĩ cầm, quả táo, quả chanh, anh đào, hoa hồng, tuyết',
    animals:
      'cáo, gấu, hà mã, thiên nga, ngựa, sư tử, hổ, voi, thỏ, mèo, nai, đại bàng, cá voi, hải cẩu, sóc, nhím, ếch, rùa, cua, chuồn chuồn, lạc đà, chuột túi, hươu cao cổ, chim cánh cụt',
    scanned: 'Tôi đã quét',
    title: 'Tiếp tục trên điện thoại: {merchant}',
    heading: 'Tiếp tục trên điện thoại',
    words: 'Điện thoại cũng hiện đúng hai từ này:',
    compare: 'Nếu điện thoại hiện từ khác, đừng thanh toán trên đó.',
    opened: 'Điện thoại đã mở trang thanh toán.',
    started: 'Đã bắt đầu thanh toán bằng {method} trên điện thoại.',
    follows: 'Trang này sẽ tự hiển thị kết quả. Quý khách cũng có thể đóng trang.',
    here: 'Thanh toán trên màn hình này',
    cameHeading: 'Quý khách đến từ một màn hình khác',
    cameWords: 'Màn hình đó cũng hiện đúng hai từ này:',
    cameCompare: 'Nếu màn hình đó hiện từ khác, đừng thanh toán tại đây. Quý khách có thể đóng trang ở màn hình đó; trang sẽ tự hiển thị kết quả.',
  },
};
